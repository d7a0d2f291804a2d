package org.chartlift.rollback;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The rollbacks of a server at another speed, for what must happen while one is on its way. */
final class SlowRollbacks {
    private final ChartliftTestServer server;

    SlowRollbacks(ChartliftTestServer server) {
        this.server = server;
    }

    /** One resource a unit, and no more of them a second. */
    Rollbacks at(int perSecond) {
        return new Rollbacks(
                server.bean(DataSource.class),
                server.bean(PlatformTransactionManager.class),
                server.bean(JdbcTemplate.class),
                server.bean(DaoRegistry.class),
                server.bean(LoadServices.class),
                server.bean(OperationalWriter.class),
                server.bean(Checkpoints.class),
                Holds::none,
                server.bean(ReverseDeltas.class),
                new RollbackSettings(1, perSecond));
    }

    /** What executes the plan. */
    RollbackRequest request(Parameters to, Parameters plan) {
        long checkpoint = Checkpoint.number(Operations.reference(to, "to").getReference());
        return new RollbackRequest(
                server.bean(Checkpoints.class).find(checkpoint).orElseThrow(),
                new Scope(List.of(), List.of(), List.of(), ""),
                Strategy.MERGE,
                false,
                Objects.requireNonNull(Operations.text(plan, "planHash")),
                "",
                "",
                "",
                new Asking("test", "", "", server.base()));
    }
}

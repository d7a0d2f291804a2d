package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.jdbc.core.JdbcTemplate;

/** Small loads, and what became of them. */
final class LoadedCharts {
    private final ChartliftTestServer server;
    private final Operations operations;
    private final Migration calls;

    LoadedCharts(ChartliftTestServer server) {
        this.server = server;
        this.operations = new Operations(server.base());
        this.calls = new Migration(server.base());
    }

    /** Loads a patient with a result behind a new checkpoint, and answers what asks to go back. */
    Parameters load(String system, String mrn) {
        Parameters to = operations.backTo("before " + system);
        assertThat(run(system, mrn).counts()).containsEntry("created", 2);
        return to;
    }

    /** A run that brings a patient with a result. */
    Answer run(String system, String mrn) {
        return calls.call(Migration.content(
                system,
                admit(mrn, "Adams", "20240301080000+0000"),
                result(mrn, "Adams", mrn + "O", "95", "20240301090000+0000")));
    }

    /** {@code Type/id} of one that a run of the source system wrote. */
    String reference(String system, String type) {
        return server.bean(JdbcTemplate.class)
                .queryForObject(
                        """
                        select w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = ? limit 1""",
                        String.class,
                        system,
                        type);
    }

    /** No unit with this resource gets on until the connection is rolled back. */
    Connection lock(String reference) throws SQLException {
        Connection lock = server.bean(DataSource.class).getConnection();
        lock.setAutoCommit(false);
        try (PreparedStatement ps = lock.prepareStatement(
                "select 1 from hfj_resource where res_type || '/' || fhir_id = ? for no key update")) {
            ps.setString(1, reference);
            ps.execute();
        }
        return lock;
    }

    void awaitDeleted(String reference) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(reference).status() == 410);
    }
}

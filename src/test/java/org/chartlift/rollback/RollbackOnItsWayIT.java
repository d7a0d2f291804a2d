package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** A rollback that its caller does not wait for: followed by its status, ended early, and bounded in its speed. */
class RollbackOnItsWayIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    /** Loads a patient with a result behind a new checkpoint, and answers what asks to go back. */
    private Parameters load(String system, String mrn) {
        Parameters checkpoint = operations.checkpoint("before " + system);
        String[] messages = {
            admit(mrn, "Adams", "20240301080000+0000"), result(mrn, "Adams", mrn + "O", "95", "20240301090000+0000"),
        };
        assertThat(calls.call(Migration.content(system, messages)).counts()).containsEntry("created", 2);
        return new Parameters().addParameter("to", Operations.reference(checkpoint, "checkpoint"));
    }

    private Parameters plan(Parameters to) {
        return operations.call("$rollback", to).parameters();
    }

    private static Parameters execution(Parameters to, Parameters plan) {
        return to.copy()
                .addParameter("dryRun", new BooleanType(false))
                .addParameter("planHash", new StringType(Operations.text(plan, "planHash")));
    }

    private String loaded(String system, String type) {
        return jdbc.queryForObject(
                """
                select w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = ? limit 1""",
                String.class,
                system,
                type);
    }

    /** No unit with this resource gets on until the connection is rolled back. */
    private Connection hold(String type, String id) throws SQLException {
        Connection hold = server.bean(DataSource.class).getConnection();
        hold.setAutoCommit(false);
        try (PreparedStatement ps = hold.prepareStatement(
                "select 1 from hfj_resource where res_type = ? and fhir_id = ? for no key update")) {
            ps.setString(1, type);
            ps.setString(2, id);
            ps.execute();
        }
        return hold;
    }

    private String begin(Parameters execution) {
        Answer begun = operations.call("$rollback", execution, "Prefer", "respond-async");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.header("Content-Location")).startsWith(server.base() + "/$rollback-status?_rollback=");
        return begun.header("Content-Location");
    }

    private void awaitDeleted(String type, String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(type + "/" + id).status() == 410);
    }

    private Parameters end(String status) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(status), answer -> answer.status() != 202)
                .parameters();
    }

    @Test
    void aCallThatDoesNotWaitIsFollowedByItsStatusToTheEnd() throws SQLException {
        String system = "urn:it:rollback-async";
        Map<String, String> before = State.of(server);
        Parameters to = load(system, "rv1");
        Parameters plan = plan(to);
        String status;
        try (Connection hold = hold("Patient", loaded(system, "Patient"))) {
            status = begin(execution(to, plan));
            awaitDeleted("DiagnosticReport", loaded(system, "DiagnosticReport"));

            Answer underWay = calls.get(status);
            assertThat(underWay.status()).isEqualTo(202);
            assertThat(underWay.header("X-Progress"))
                    .matches("\\d+% \\(executing, [1-9]\\d* of \\d+ resources\\)")
                    .doesNotStartWith("100%");
            hold.rollback();
        }
        Parameters done = end(status);

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(Operations.counts(done)).isEqualTo(Operations.counts(plan));
        assertThat(State.of(server)).isEqualTo(before);
        assertThat(calls.delete(status).status())
                .as("nothing is on its way any more")
                .isEqualTo(404);
    }

    @Test
    void whatIsEndedEarlyIsToldAndTheNextPlanCoversTheRest() throws SQLException {
        String system = "urn:it:rollback-cancel";
        Map<String, String> before = State.of(server);
        Parameters to = load(system, "rw1");
        Parameters plan = plan(to);
        String observation = loaded(system, "Observation");
        String status;
        try (Connection hold = hold("Observation", observation)) {
            status = begin(execution(to, plan));
            awaitDeleted("DiagnosticReport", loaded(system, "DiagnosticReport"));
            assertThat(calls.delete(status).status()).isEqualTo(202);
            hold.rollback();
        }
        Parameters ended = end(status);

        assertThat(Operations.text(ended, "state")).isEqualTo("cancelled");
        assertThat(Operations.reference(ended, "task").getReference()).satisfies(this::isCancelled);
        assertThat(State.of(server))
                .as("the unit that had begun is done, and no other")
                .doesNotContainKey("Observation/" + observation)
                .containsKey("Patient/" + loaded(system, "Patient"));
        assertThat(operations.call("$rollback", execution(to, plan)).status()).isEqualTo(412);

        Parameters rest = plan(to);
        assertThat(Operations.counts(rest).get("delete"))
                .isPositive()
                .isLessThan(Operations.counts(plan).get("delete"));
        Parameters done = operations.call("$rollback", execution(to, rest)).parameters();

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(State.of(server)).isEqualTo(before);
    }

    private void isCancelled(String task) {
        assertThat(server.client()
                        .read()
                        .resource(Task.class)
                        .withUrl(task)
                        .execute()
                        .getStatus())
                .isEqualTo(Task.TaskStatus.CANCELLED);
    }

    @Test
    void noMoreResourcesASecondAreWrittenThanTheSettingAllows() {
        int perSecond = 4;
        Map<String, String> before = State.of(server);
        Parameters to = load("urn:it:rollback-throttle", "rx1");
        Parameters plan = plan(to);
        int resources = Operations.counts(plan).get("delete");

        long began = System.nanoTime();
        RollbackAccount account;
        try (Rollbacks slow = rollbacks(new RollbackSettings(1, perSecond))) {
            account = slow.begin(request(plan, to)).result().join();
        }
        long millis = (System.nanoTime() - began) / 1_000_000;

        assertThat(account.rollback().state()).isEqualTo(Rollback.State.COMPLETED);
        assertThat(millis).isGreaterThanOrEqualTo(1000L * resources / perSecond);
        assertThat(State.of(server)).isEqualTo(before);
    }

    /** Those of the server, at another speed. */
    private Rollbacks rollbacks(RollbackSettings settings) {
        return new Rollbacks(
                server.bean(DataSource.class),
                server.bean(PlatformTransactionManager.class),
                jdbc,
                server.bean(DaoRegistry.class),
                server.bean(LoadServices.class),
                server.bean(OperationalWriter.class),
                server.bean(Checkpoints.class),
                Holds::none,
                server.bean(ReverseDeltas.class),
                settings);
    }

    private RollbackRequest request(Parameters plan, Parameters to) {
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

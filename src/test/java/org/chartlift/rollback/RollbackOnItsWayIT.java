package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A rollback that its caller does not wait for: followed by its status, ended early, and bounded in its speed. */
class RollbackOnItsWayIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final SlowRollbacks slow = new SlowRollbacks(server);
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private String begin(Parameters execution) {
        Answer begun = operations.call("$rollback", execution, "Prefer", "respond-async");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.header("Content-Location")).startsWith(server.base() + "/$rollback-status?_rollback=");
        return begun.header("Content-Location");
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
        Parameters to = charts.load(system, "rv1");
        Parameters plan = operations.plan(to);
        String status;
        try (Connection hold = charts.lock(charts.reference(system, "Patient"))) {
            status = begin(Operations.execution(to, plan));
            charts.awaitDeleted(charts.reference(system, "DiagnosticReport"));

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
        Parameters to = charts.load(system, "rw1");
        Parameters plan = operations.plan(to);
        String observation = charts.reference(system, "Observation");
        String status;
        try (Connection hold = charts.lock(observation)) {
            status = begin(Operations.execution(to, plan));
            charts.awaitDeleted(charts.reference(system, "DiagnosticReport"));
            assertThat(calls.delete(status).status()).isEqualTo(202);
            hold.rollback();
        }
        Parameters ended = end(status);

        assertThat(Operations.text(ended, "state")).isEqualTo("cancelled");
        assertThat(Operations.reference(ended, "task").getReference()).satisfies(this::isCancelled);
        assertThat(State.of(server))
                .as("the unit that had begun is done, and no other")
                .doesNotContainKey(observation)
                .containsKey(charts.reference(system, "Patient"));
        assertThat(operations.execute(to, plan).status()).isEqualTo(412);

        Parameters rest = operations.plan(to);
        assertThat(Operations.counts(rest).get("delete"))
                .isPositive()
                .isLessThan(Operations.counts(plan).get("delete"));
        Parameters done = operations.execute(to, rest).parameters();

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
        Parameters to = charts.load("urn:it:rollback-throttle", "rx1");
        Parameters plan = operations.plan(to);
        int resources = Operations.counts(plan).get("delete");

        long began = System.nanoTime();
        RollbackAccount account;
        try (Rollbacks rollbacks = slow.at(perSecond)) {
            account = rollbacks.begin(slow.request(to, plan)).result().join();
        }
        long millis = (System.nanoTime() - began) / 1_000_000;

        assertThat(account.rollback().state()).isEqualTo(Rollback.State.COMPLETED);
        assertThat(millis).isGreaterThanOrEqualTo(1000L * resources / perSecond);
        assertThat(State.of(server)).isEqualTo(before);
    }
}

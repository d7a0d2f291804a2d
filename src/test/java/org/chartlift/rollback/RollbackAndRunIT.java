package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A run and a rollback never write at the same time, and no run begins between the halves of a rollback. */
class RollbackAndRunIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final SlowRollbacks slow = new SlowRollbacks(server);
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private static String task(Parameters answer) {
        return Operations.reference(answer, "task").getReference();
    }

    private static String status(Parameters answer) {
        String task = task(answer);
        return "$rollback-status?_rollback=" + task.substring(task.lastIndexOf('-') + 1);
    }

    private Task.TaskStatus told(Parameters answer) {
        return server.client()
                .read()
                .resource(Task.class)
                .withUrl(task(answer))
                .execute()
                .getStatus();
    }

    private static void isRefused(Answer run, String reason) {
        assertThat(run.status()).isEqualTo(409);
        assertThat(run.response().body()).contains(reason);
    }

    /** Begins an execution, and breaks it off when the report is gone and the patient is not. */
    private void interrupt(Parameters to, Parameters plan, String system) {
        Rollbacks.Begun begun;
        try (Rollbacks rollbacks = slow.at(1)) {
            begun = rollbacks.begin(slow.request(to, plan));
            charts.awaitDeleted(charts.reference(system, "DiagnosticReport"));
        }
        assertThatThrownBy(() -> begun.result().join()).isNotNull();
        assertThat(calls.get(charts.reference(system, "Patient")).status()).isEqualTo(200);
    }

    @Test
    void noRunBeginsWhileARollbackIsOnItsWayNotEvenTheFirstOfItsSourceSystem() throws Exception {
        Parameters to = charts.load("urn:it:exclusion", "xa1");
        Parameters plan = operations.plan(to);
        Parameters done;
        try (Connection hold = charts.lock(charts.reference("urn:it:exclusion", "Patient"))) {
            assertThat(operations.execute(to, plan, "Prefer", "respond-async").status())
                    .isEqualTo(202);
            charts.awaitDeleted(charts.reference("urn:it:exclusion", "DiagnosticReport"));

            isRefused(charts.run("urn:it:exclusion-new", "xb1"), task(plan) + " is on its way");
            hold.rollback();
        }
        done = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(server.base() + "/" + status(plan)), answer -> answer.status() != 202)
                .parameters();

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(charts.run("urn:it:exclusion-new", "xb1").counts()).containsEntry("created", 2);
        operations.rollBack(to);
    }

    @Test
    void noRollbackBeginsWhileTheFirstRunOfASourceSystemIsOnItsWay() {
        Parameters to = charts.load("urn:it:exclusion-first", "xc1");
        Parameters plan = operations.plan(to);
        RunGate gate = new RunGate(server.bean(DataSource.class), jdbc);
        try (ScopeLock run = gate.enter("urn:it:exclusion-never-seen").orElseThrow()) {
            assertThat(charts.run("urn:it:exclusion-other", "xd1").counts())
                    .as("runs of several source systems go side by side")
                    .containsEntry("created", 2);
            isRefused(operations.execute(to, plan), "a run or another rollback is on its way");
        }
        operations.rollBack(to);
    }

    @Test
    void anInterruptedRollbackKeepsRunsOutUntilItIsEnded() {
        String system = "urn:it:exclusion-ended";
        Map<String, String> before = State.of(server);
        Parameters to = charts.load(system, "xe1");
        Parameters plan = operations.plan(to);
        interrupt(to, plan, system);

        isRefused(charts.run(system, "xe2"), task(plan) + " was interrupted");
        isRefused(charts.run("urn:it:exclusion-ended-new", "xe3"), status(plan));
        assertThat(told(plan)).isEqualTo(Task.TaskStatus.ONHOLD);

        String status = server.base() + "/" + status(plan);
        assertThat(calls.delete(status).status()).isEqualTo(202);
        Parameters ended = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(status), answer -> answer.status() != 202)
                .parameters();
        assertThat(Operations.text(ended, "state")).isEqualTo("cancelled");
        assertThat(told(plan)).isEqualTo(Task.TaskStatus.CANCELLED);
        assertThat(calls.delete(status).status()).isEqualTo(404);
        assertThat(State.of(server)).containsKey(charts.reference(system, "Patient"));

        assertThat(charts.run(system, "xe1").counts())
                .as("what went is there again")
                .doesNotContainKey("unchanged");
        operations.rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void anInterruptedRollbackKeepsRunsOutUntilItIsResumed() {
        String system = "urn:it:exclusion-resumed";
        Map<String, String> before = State.of(server);
        Parameters to = charts.load(system, "xf1");
        Parameters plan = operations.plan(to);
        interrupt(to, plan, system);
        isRefused(charts.run(system, "xf2"), task(plan) + " was interrupted");

        assertThat(operations.execute(to, plan).status()).isEqualTo(200);

        assertThat(State.of(server)).isEqualTo(before);
        assertThat(charts.run(system, "xf2").counts()).containsEntry("created", 2);
        operations.rollBack(to);
    }

    @Test
    void anInterruptedRollbackIsGivenUpWhenAnotherPlanBeginsAndNotBefore() {
        String system = "urn:it:exclusion-other-plan";
        Map<String, String> before = State.of(server);
        Parameters to = charts.load(system, "xg1");
        Parameters other = to.copy().addParameter("strategy", new org.hl7.fhir.r4.model.CodeType("keep-newer"));
        Parameters stale = operations.plan(other);
        Parameters plan = operations.plan(to);
        interrupt(to, plan, system);

        assertThat(operations.execute(other, stale).status())
                .as("the interrupted one has moved the server on")
                .isEqualTo(412);
        isRefused(charts.run(system, "xg2"), task(plan) + " was interrupted");
        Parameters fresh = operations.plan(other);
        assertThat(operations.execute(other, fresh).status()).isEqualTo(200);

        assertThat(told(plan)).isEqualTo(Task.TaskStatus.FAILED);
        assertThat(State.of(server)).isEqualTo(before);
        assertThat(charts.run(system, "xg2").counts()).containsEntry("created", 2);
        operations.rollBack(to);
    }
}

package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.ledger.ScopeLock;
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

/** A run and a rollback never write at the same time, and no run begins between the halves of a rollback. */
class RollbackAndRunIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    /** Loads a patient with a result behind a new checkpoint, and answers what asks to go back. */
    private Parameters load(String system, String mrn) {
        Parameters checkpoint = operations.checkpoint("before " + system);
        assertThat(run(system, mrn).counts()).containsEntry("created", 2);
        return new Parameters().addParameter("to", Operations.reference(checkpoint, "checkpoint"));
    }

    private Answer run(String system, String mrn) {
        return calls.call(Migration.content(
                system,
                admit(mrn, "Adams", "20240301080000+0000"),
                result(mrn, "Adams", mrn + "O", "95", "20240301090000+0000")));
    }

    private Parameters plan(Parameters to) {
        return operations.call("$rollback", to).parameters();
    }

    private static Parameters execution(Parameters to, Parameters plan) {
        return to.copy()
                .addParameter("dryRun", new BooleanType(false))
                .addParameter("planHash", new StringType(Operations.text(plan, "planHash")));
    }

    private void rollBack(Parameters to) {
        assertThat(operations.call("$rollback", execution(to, plan(to))).status())
                .isEqualTo(200);
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

    private void awaitReportDeleted(String system) {
        String report = "DiagnosticReport/" + loaded(system, "DiagnosticReport");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(report).status() == 410);
    }

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
        try (Rollbacks slow = slow()) {
            begun = slow.begin(request(to, plan));
            awaitReportDeleted(system);
        }
        assertThatThrownBy(() -> begun.result().join()).isNotNull();
        assertThat(calls.get("Patient/" + loaded(system, "Patient")).status()).isEqualTo(200);
    }

    /** Those of the server, one resource a second. */
    private Rollbacks slow() {
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
                new RollbackSettings(1, 1));
    }

    private RollbackRequest request(Parameters to, Parameters plan) {
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

    @Test
    void noRunBeginsWhileARollbackIsOnItsWayNotEvenTheFirstOfItsSourceSystem() throws Exception {
        Parameters to = load("urn:it:exclusion", "xa1");
        Parameters plan = plan(to);
        Parameters done;
        try (Connection hold = server.bean(DataSource.class).getConnection()) {
            hold.setAutoCommit(false);
            try (PreparedStatement ps = hold.prepareStatement(
                    "select 1 from hfj_resource where res_type = 'Patient' and fhir_id = ? for no key update")) {
                ps.setString(1, loaded("urn:it:exclusion", "Patient"));
                ps.execute();
            }
            assertThat(operations
                            .call("$rollback", execution(to, plan), "Prefer", "respond-async")
                            .status())
                    .isEqualTo(202);
            awaitReportDeleted("urn:it:exclusion");

            isRefused(run("urn:it:exclusion-new", "xb1"), task(plan) + " is on its way");
            hold.rollback();
        }
        done = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.get(server.base() + "/" + status(plan)), answer -> answer.status() != 202)
                .parameters();

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(run("urn:it:exclusion-new", "xb1").counts()).containsEntry("created", 2);
        rollBack(to);
    }

    @Test
    void noRollbackBeginsWhileTheFirstRunOfASourceSystemIsOnItsWay() {
        Parameters to = load("urn:it:exclusion-first", "xc1");
        Parameters plan = plan(to);
        RunGate gate = new RunGate(server.bean(DataSource.class), jdbc);
        try (ScopeLock run = gate.enter("urn:it:exclusion-never-seen").orElseThrow()) {
            assertThat(run("urn:it:exclusion-other", "xd1").counts())
                    .as("runs of several source systems go side by side")
                    .containsEntry("created", 2);
            isRefused(operations.call("$rollback", execution(to, plan)), "a run or another rollback is on its way");
        }
        rollBack(to);
    }

    @Test
    void anInterruptedRollbackKeepsRunsOutUntilItIsEnded() {
        String system = "urn:it:exclusion-ended";
        Map<String, String> before = State.of(server);
        Parameters to = load(system, "xe1");
        Parameters plan = plan(to);
        interrupt(to, plan, system);

        isRefused(run(system, "xe2"), task(plan) + " was interrupted");
        isRefused(run("urn:it:exclusion-ended-new", "xe3"), status(plan));
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
        assertThat(State.of(server)).containsKey("Patient/" + loaded(system, "Patient"));

        assertThat(run(system, "xe1").counts()).as("what went is there again").doesNotContainKey("unchanged");
        rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void anInterruptedRollbackKeepsRunsOutUntilItIsResumed() {
        String system = "urn:it:exclusion-resumed";
        Map<String, String> before = State.of(server);
        Parameters to = load(system, "xf1");
        Parameters plan = plan(to);
        interrupt(to, plan, system);
        isRefused(run(system, "xf2"), task(plan) + " was interrupted");

        assertThat(operations.call("$rollback", execution(to, plan)).status()).isEqualTo(200);

        assertThat(State.of(server)).isEqualTo(before);
        assertThat(run(system, "xf2").counts()).containsEntry("created", 2);
        rollBack(to);
    }

    @Test
    void anInterruptedRollbackIsGivenUpWhenAnotherPlanBeginsAndNotBefore() {
        String system = "urn:it:exclusion-other-plan";
        Map<String, String> before = State.of(server);
        Parameters to = load(system, "xg1");
        Parameters other = to.copy().addParameter("strategy", new org.hl7.fhir.r4.model.CodeType("keep-newer"));
        Parameters stale = plan(other);
        Parameters plan = plan(to);
        interrupt(to, plan, system);

        assertThat(operations.call("$rollback", execution(other, stale)).status())
                .as("the interrupted one has moved the server on")
                .isEqualTo(412);
        isRefused(run(system, "xg2"), task(plan) + " was interrupted");
        Parameters fresh = plan(other);
        assertThat(operations.call("$rollback", execution(other, fresh)).status())
                .isEqualTo(200);

        assertThat(told(plan)).isEqualTo(Task.TaskStatus.FAILED);
        assertThat(State.of(server)).isEqualTo(before);
        assertThat(run(system, "xg2").counts()).containsEntry("created", 2);
        rollBack(to);
    }
}

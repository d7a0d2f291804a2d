package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody refers, by an element that no search parameter indexes, to what the rollback that is on its way is about to delete. */
class RollbackSweepIT {
    private static final String SYSTEM = "urn:it:rollback-sweep";
    private static final String DELETED =
            "select res_deleted_at is not null from hfj_resource where res_type || '/' || fhir_id = ?";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private boolean isDeleted(String reference) {
        return Boolean.TRUE.equals(jdbc.queryForObject(DELETED, Boolean.class, reference));
    }

    /** Executes, and writes when the report is gone and the Observation, whose row is held here, is not. */
    private Answer executeWhileSomebodyWrites(Parameters execution, String report, String observation, Communication c)
            throws Exception {
        try (Connection hold = charts.lock(observation)) {
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> operations.call("$rollback", execution));
            while (!isDeleted(report) && !answer.isDone()) {
                Thread.sleep(20);
            }
            server.client().update().resource(c).execute();
            hold.rollback();
            return answer.join();
        }
    }

    @Test
    void whatIsNamedWhileTheUnitsRunComesBackWithWhatItNeeds() throws Exception {
        Patient other = new Patient();
        other.addName().setFamily("Other");
        other.setId("sweep-other");
        server.client().update().resource(other).execute();
        Parameters checkpoint = operations.checkpoint("before");
        Map<String, String> before = State.of(server);
        charts.run(SYSTEM, "sw1");
        String observation = charts.reference(SYSTEM, "Observation");
        String patient = charts.reference(SYSTEM, "Patient");
        Map<String, String> loaded = State.of(server);
        Parameters to = Operations.to(checkpoint);
        Parameters plan = operations.plan(to);
        Parameters execution = Operations.execution(to, plan);
        Communication about = new Communication().setStatus(Communication.CommunicationStatus.COMPLETED);
        about.setSubject(new Reference("Patient/sweep-other")).addAbout(new Reference(observation));
        about.setId("sweep-about");

        Parameters done = executeWhileSomebodyWrites(
                        execution, charts.reference(SYSTEM, "DiagnosticReport"), observation, about)
                .parameters();

        Map<String, String> now = State.of(server);
        assertThat(now).containsKeys(observation, patient, "Communication/sweep-about");
        assertThat(loaded).containsAllEntriesOf(without(now, "Communication/sweep-about"));
        assertThat(now).containsAllEntriesOf(before);
        int back = now.size() - before.size() - 1;
        assertThat(Operations.counts(done)).containsEntry("keep", back);
        assertThat(Operations.counts(done).get("delete"))
                .isEqualTo(Operations.counts(plan).get("delete") - back);
        assertThat(jdbc.queryForList(
                        "select op from chartlift.write where resource_type || '/' || resource_id = ? and rollback is not null order by version",
                        String.class,
                        observation))
                .containsExactly("deleted", "restored");

        // as after a crash: the same call goes on and finds nothing to do
        jdbc.update(
                "update chartlift.rollback set state = 'executing' where id = (select max(id) from chartlift.rollback)");
        assertThat(Operations.counts(operations.call("$rollback", execution).parameters()))
                .isEqualTo(Operations.counts(done));
        assertThat(State.of(server)).isEqualTo(now);

        operations.rollBack(Operations.to(done));
        assertThat(without(State.of(server), "Communication/sweep-about")).isEqualTo(loaded);

        server.client().delete().resourceById("Communication", "sweep-about").execute();
        operations.rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    private static Map<String, String> without(Map<String, String> state, String reference) {
        Map<String, String> rest = new java.util.TreeMap<>(state);
        rest.remove(reference);
        return rest;
    }
}

package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody refers, by an element that no search parameter indexes, to what the rollback that is on its way is about to delete. */
class RollbackSweepIT {
    private static final String SYSTEM = "urn:it:rollback-sweep";
    private static final String DELETED =
            "select res_deleted_at is not null from hfj_resource where res_type = ? and fhir_id = ?";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private String loaded(String type) {
        return jdbc.queryForObject(
                """
                select w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = ? limit 1""",
                String.class,
                SYSTEM,
                type);
    }

    private boolean isDeleted(String type, String id) {
        return Boolean.TRUE.equals(jdbc.queryForObject(DELETED, Boolean.class, type, id));
    }

    /** Executes, and writes when the report is gone and the Observation, whose row is held here, is not. */
    private Answer executeWhileSomebodyWrites(Parameters execution, String report, String observation, Communication c)
            throws Exception {
        try (Connection hold = server.bean(DataSource.class).getConnection()) {
            hold.setAutoCommit(false);
            try (PreparedStatement ps = hold.prepareStatement(
                    "select 1 from hfj_resource where res_type = 'Observation' and fhir_id = ? for no key update")) {
                ps.setString(1, observation);
                ps.execute();
            }
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> operations.call("$rollback", execution));
            while (!isDeleted("DiagnosticReport", report) && !answer.isDone()) {
                Thread.sleep(20);
            }
            server.client().update().resource(c).execute();
            hold.rollback();
            return answer.join();
        }
    }

    private static Parameters execution(Parameters to, Parameters plan) {
        Parameters execution = to.copy().addParameter("dryRun", new BooleanType(false));
        return execution.addParameter("planHash", new StringType(Operations.text(plan, "planHash")));
    }

    private void rollBack(Parameters to) {
        Parameters plan = operations.call("$rollback", to).parameters();
        assertThat(operations.call("$rollback", execution(to, plan)).status()).isEqualTo(200);
    }

    @Test
    void whatIsNamedWhileTheUnitsRunComesBackWithWhatItNeeds() throws Exception {
        Patient other = new Patient();
        other.addName().setFamily("Other");
        other.setId("sweep-other");
        server.client().update().resource(other).execute();
        Parameters checkpoint = operations.checkpoint("before");
        Map<String, String> before = State.of(server);
        new Migration(server.base())
                .call(Migration.content(
                        SYSTEM,
                        admit("sw1", "Adams", "20240301080000+0000"),
                        result("sw1", "Adams", "swO1", "95", "20240301090000+0000")));
        String observation = loaded("Observation");
        String patient = loaded("Patient");
        Map<String, String> loaded = State.of(server);
        Parameters to = new Parameters().addParameter("to", Operations.reference(checkpoint, "checkpoint"));
        Parameters plan = operations.call("$rollback", to).parameters();
        Parameters execution = execution(to, plan);
        Communication about = new Communication().setStatus(Communication.CommunicationStatus.COMPLETED);
        about.setSubject(new Reference("Patient/sweep-other")).addAbout(new Reference("Observation/" + observation));
        about.setId("sweep-about");

        Parameters done = executeWhileSomebodyWrites(execution, loaded("DiagnosticReport"), observation, about)
                .parameters();

        Map<String, String> now = State.of(server);
        assertThat(now).containsKeys("Observation/" + observation, "Patient/" + patient, "Communication/sweep-about");
        assertThat(loaded).containsAllEntriesOf(without(now, "Communication/sweep-about"));
        assertThat(now).containsAllEntriesOf(before);
        int back = now.size() - before.size() - 1;
        assertThat(Operations.counts(done)).containsEntry("keep", back);
        assertThat(Operations.counts(done).get("delete"))
                .isEqualTo(Operations.counts(plan).get("delete") - back);
        assertThat(jdbc.queryForList(
                        "select op from chartlift.write where resource_id = ? and rollback is not null order by version",
                        String.class,
                        observation))
                .containsExactly("deleted", "restored");

        // as after a crash: the same call goes on and finds nothing to do
        jdbc.update(
                "update chartlift.rollback set state = 'executing' where id = (select max(id) from chartlift.rollback)");
        assertThat(Operations.counts(operations.call("$rollback", execution).parameters()))
                .isEqualTo(Operations.counts(done));
        assertThat(State.of(server)).isEqualTo(now);

        rollBack(new Parameters().addParameter("to", Operations.reference(done, "checkpoint")));
        assertThat(without(State.of(server), "Communication/sweep-about")).isEqualTo(loaded);

        server.client().delete().resourceById("Communication", "sweep-about").execute();
        rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    private static Map<String, String> without(Map<String, String> state, String reference) {
        Map<String, String> rest = new java.util.TreeMap<>(state);
        rest.remove(reference);
        return rest;
    }
}

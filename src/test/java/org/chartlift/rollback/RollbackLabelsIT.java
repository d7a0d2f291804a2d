package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.update;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Security labels that somebody sets, by operations that make no version, on what we wrote. */
class RollbackLabelsIT {
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private void load(String system, String... messages) {
        assertThat(calls.call(Migration.content(system, messages)).counts()).doesNotContainKey("quarantined");
    }

    private Parameters checkpoint() {
        return new Parameters().addParameter("to", Operations.reference(operations.checkpoint("before"), "checkpoint"));
    }

    private Parameters plan(Parameters to) {
        return operations.call("$rollback", to).parameters();
    }

    private Answer execute(Parameters to, Parameters plan) {
        return operations.call(
                "$rollback",
                to.copy()
                        .addParameter("dryRun", new BooleanType(false))
                        .addParameter("planHash", new StringType(Operations.text(plan, "planHash"))));
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

    private Patient patient(String id) {
        return server.client().read().resource(Patient.class).withId(id).execute();
    }

    private static Meta restricted() {
        Meta meta = new Meta();
        meta.addSecurity().setSystem(CONFIDENTIALITY).setCode("R");
        return meta;
    }

    private void label(String patient) {
        server.client()
                .meta()
                .add()
                .onResource(new IdType("Patient", patient))
                .meta(restricted())
                .execute();
        isRestricted(patient);
    }

    private void unlabel(String patient) {
        server.client()
                .meta()
                .delete()
                .onResource(new IdType("Patient", patient))
                .meta(restricted())
                .execute();
    }

    private void isRestricted(String patient) {
        assertThat(patient(patient).getMeta().getSecurity(CONFIDENTIALITY, "R")).isNotNull();
    }

    @Test
    void aLabelOnWhatWeChangedIsAConflictAndStays() {
        String system = "urn:it:labels-changed";
        load(system, admit("za1", "Adams", "20240301080000+0000"));
        Parameters to = checkpoint();
        load(system, update("za1", "Adamson", "20240305080000+0000"));
        String id = loaded(system, "Patient");
        Parameters before = plan(to);
        label(id);
        assertThat(execute(to, before).status()).isEqualTo(412);

        Parameters done = execute(to, plan(to)).parameters();

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        assertThat(done.getParameter("conflict")).isNotNull();
        isRestricted(id);
        assertThat(patient(id).getNameFirstRep().getFamily()).isEqualTo("Adamson");

        unlabel(id);
        Parameters again = execute(to, plan(to)).parameters();
        assertThat(Operations.counts(again)).as("nothing of it is left").containsEntry("conflict", 0);
        assertThat(patient(id).getNameFirstRep().getFamily()).isEqualTo("Adams");
    }

    @Test
    void soItIsWhenTheResourceIsEditedLater() {
        String system = "urn:it:labels-edited";
        load(system, admit("zb1", "Adams", "20240301080000+0000"));
        Parameters to = checkpoint();
        load(system, update("zb1", "Adamson", "20240305080000+0000"));
        String id = loaded(system, "Patient");
        label(id);
        Patient edited = patient(id);
        edited.addAddress().setCity("Newtown");
        server.client().update().resource(edited).execute();

        Parameters done = execute(to, plan(to)).parameters();

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        isRestricted(id);
        assertThat(patient(id).getAddress()).anyMatch(a -> "Newtown".equals(a.getCity()));
    }

    @Test
    void whatWeCreatedAndSomebodyLabelledIsKept() {
        String system = "urn:it:labels-created";
        Parameters to = checkpoint();
        load(system, admit("zc1", "Adams", "20240301080000+0000"));
        String id = loaded(system, "Patient");
        label(id);

        Parameters done = execute(to, plan(to)).parameters();

        assertThat(Operations.counts(done).get("keep")).isPositive();
        isRestricted(id);

        unlabel(id);
        execute(to, plan(to)).parameters();
        assertThat(calls.get("Patient/" + id).status()).isEqualTo(410);
    }

    @Test
    void aLabelThatIsSetWhileTheUnitsRunKeepsWhatTheyWereToDelete() throws Exception {
        String system = "urn:it:labels-meanwhile";
        Parameters to = checkpoint();
        load(
                system,
                admit("zd1", "Adams", "20240301080000+0000"),
                result("zd1", "Adams", "zdO1", "95", "20240301090000+0000"));
        String id = loaded(system, "Patient");
        Parameters plan = plan(to);
        CompletableFuture<Answer> answer;
        try (Connection hold = server.bean(DataSource.class).getConnection()) {
            hold.setAutoCommit(false);
            try (PreparedStatement ps = hold.prepareStatement(
                    "select 1 from hfj_resource where res_type = 'Observation' and fhir_id = ? for no key update")) {
                ps.setString(1, loaded(system, "Observation"));
                ps.execute();
            }
            answer = CompletableFuture.supplyAsync(() -> execute(to, plan));
            String report = "DiagnosticReport/" + loaded(system, "DiagnosticReport");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> calls.get(report).status() == 410);
            label(id);
            hold.rollback();
        }

        assertThat(Operations.counts(answer.join().parameters()).get("keep")).isPositive();
        isRestricted(id);

        unlabel(id);
        execute(to, plan(to)).parameters();
        assertThat(calls.get("Patient/" + id).status()).isEqualTo(410);
    }
}

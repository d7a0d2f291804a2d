package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.update;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Security labels that somebody sets, by operations that make no version, on what we wrote. */
class RollbackLabelsIT {
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private void load(String system, String... messages) {
        assertThat(calls.call(Migration.content(system, messages)).counts()).doesNotContainKey("quarantined");
    }

    private Patient patient(String id) {
        return server.client().read().resource(Patient.class).withUrl(id).execute();
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
                .onResource(new IdType(patient))
                .meta(restricted())
                .execute();
        isRestricted(patient);
    }

    private void unlabel(String patient) {
        server.client()
                .meta()
                .delete()
                .onResource(new IdType(patient))
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
        Parameters to = operations.backTo("before");
        load(system, update("za1", "Adamson", "20240305080000+0000"));
        String id = charts.reference(system, "Patient");
        Parameters before = operations.plan(to);
        label(id);
        assertThat(operations.execute(to, before).status()).isEqualTo(412);

        Parameters done = operations.rollBack(to);

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        assertThat(done.getParameter("conflict")).isNotNull();
        isRestricted(id);
        assertThat(patient(id).getNameFirstRep().getFamily()).isEqualTo("Adamson");

        unlabel(id);
        Parameters again = operations.rollBack(to);
        assertThat(Operations.counts(again)).as("nothing of it is left").containsEntry("conflict", 0);
        assertThat(patient(id).getNameFirstRep().getFamily()).isEqualTo("Adams");
    }

    @Test
    void soItIsWhenTheResourceIsEditedLater() {
        String system = "urn:it:labels-edited";
        load(system, admit("zb1", "Adams", "20240301080000+0000"));
        Parameters to = operations.backTo("before");
        load(system, update("zb1", "Adamson", "20240305080000+0000"));
        String id = charts.reference(system, "Patient");
        label(id);
        Patient edited = patient(id);
        edited.addAddress().setCity("Newtown");
        server.client().update().resource(edited).execute();

        Parameters done = operations.rollBack(to);

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        isRestricted(id);
        assertThat(patient(id).getAddress()).anyMatch(a -> "Newtown".equals(a.getCity()));
    }

    @Test
    void whatWeCreatedAndSomebodyLabelledIsKept() {
        String system = "urn:it:labels-created";
        Parameters to = operations.backTo("before");
        load(system, admit("zc1", "Adams", "20240301080000+0000"));
        String id = charts.reference(system, "Patient");
        label(id);

        Parameters done = operations.rollBack(to);

        assertThat(Operations.counts(done).get("keep")).isPositive();
        isRestricted(id);

        unlabel(id);
        operations.rollBack(to);
        assertThat(calls.get(id).status()).isEqualTo(410);
    }

    @Test
    void aLabelThatIsSetWhileTheUnitsRunKeepsWhatTheyWereToDelete() throws Exception {
        String system = "urn:it:labels-meanwhile";
        Parameters to = operations.backTo("before");
        charts.run(system, "zd1");
        String id = charts.reference(system, "Patient");
        Parameters plan = operations.plan(to);
        CompletableFuture<Answer> answer;
        try (Connection hold = charts.lock(charts.reference(system, "Observation"))) {
            answer = CompletableFuture.supplyAsync(() -> operations.execute(to, plan));
            charts.awaitDeleted(charts.reference(system, "DiagnosticReport"));
            label(id);
            hold.rollback();
        }

        assertThat(Operations.counts(answer.join().parameters()).get("keep")).isPositive();
        isRestricted(id);

        unlabel(id);
        operations.rollBack(to);
        assertThat(calls.get(id).status()).isEqualTo(410);
    }
}

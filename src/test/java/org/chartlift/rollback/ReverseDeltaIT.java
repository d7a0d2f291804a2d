package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a rollback gives back to the legacy system, and what it leaves alone because of a legal hold. */
class ReverseDeltaIT {
    private static final String TIME = "20240301080000+0000";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final Migration migration = new Migration(server.base());
    private final IGenericClient client = server.client();

    private Parameters rollBack(Parameters checkpoint, boolean dryRun, String planHash) {
        Parameters asked = new Parameters().addParameter("to", Operations.reference(checkpoint, "checkpoint"));
        if (!dryRun) {
            asked.addParameter("dryRun", new BooleanType(false)).addParameter("planHash", new StringType(planHash));
        }
        return operations.call("$rollback", asked).parameters();
    }

    private Map<String, String> delta(Parameters answer) {
        Map<String, String> files = new TreeMap<>();
        for (ParametersParameterComponent p : answer.getParameter()) {
            if (p.getName().equals("reverseDelta")) {
                String file = ((Reference) p.getPart().get(1).getValue()).getReference();
                Binary binary =
                        client.read().resource(Binary.class).withUrl(file).execute();
                files.merge(
                        p.getPart().get(0).getValue().primitiveValue(),
                        new String(binary.getData(), StandardCharsets.UTF_8),
                        String::concat);
            }
        }
        return files;
    }

    @Test
    void whatOthersWroteSinceTheCheckpointIsGivenBackAndNothingElse() {
        String system = "urn:it:reverse-delta";
        Parameters checkpoint = operations.checkpoint("before");
        migration
                .call(Migration.content(
                        system,
                        Hl7.admit("rd1", "Delta", TIME),
                        Hl7.result("rd1", "Delta", "RDO1", "95", TIME),
                        Hl7.admit("rd2", "Untouched", TIME)))
                .parameters();
        Patient patient = client.read()
                .resource(Patient.class)
                .withUrl(patient(system, "Delta"))
                .execute();
        patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1970-01-03"));
        client.update().resource(patient).execute();
        Observation later = new Observation().setStatus(Observation.ObservationStatus.FINAL);
        later.getCode().addCoding().setSystem("http://loinc.org").setCode("8867-4");
        later.setSubject(new Reference(patient(system, "Delta")));
        later.setValue(new Quantity().setValueElement(new DecimalType("71.0")).setUnit("/min"));
        later.addCategory().setText("vital");
        client.create().resource(later).execute();
        String gone = charts.reference(system, "DiagnosticReport");
        client.delete().resourceById(new org.hl7.fhir.r4.model.IdType(gone)).execute();

        Parameters plan = rollBack(checkpoint, true, "");
        Parameters done = rollBack(checkpoint, false, Operations.text(plan, "planHash"));

        Map<String, String> delta = delta(done);
        assertThat(delta.get("resources").lines())
                .hasSize(2)
                .anyMatch(l -> l.contains("\"1970-01-03\""))
                .anyMatch(l -> l.contains("71.0"));
        assertThat(delta.get("deleted").lines()).singleElement().asString().contains(gone, "anonymous", "2345-7");
        assertThat(delta.get("messages"))
                .contains(
                        "|ADT^A08^ADT_A01|",
                        "|ORU^R01^ORU_R01|",
                        "|rd1^^^TESTHOSP^MR|",
                        "|19700103|",
                        "|8867-4^^LN|",
                        "|71.0|/min|")
                .doesNotContain("Untouched");
        assertThat(delta.get("not-expressible"))
                .contains("Observation.category[0].text", "no-message-for-a-deletion")
                .doesNotContain("vital");
    }

    /** Begins to publish when the table of its files is free, and waits for that with all pages read. */
    private Answer executeWhileSomebodyWrites(Parameters execution, AllergyIntolerance late) throws Exception {
        JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
        try (Connection hold = server.bean(DataSource.class).getConnection()) {
            hold.setAutoCommit(false);
            try (Statement lock = hold.createStatement()) {
                lock.execute("lock table chartlift.delta_file in access exclusive mode");
            }
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> operations.call("$rollback", execution));
            while (!answer.isDone()
                    && jdbc.queryForList(
                                    "select 1 from pg_locks where relation = 'chartlift.delta_file'::regclass and not granted")
                            .isEmpty()) {
                Thread.sleep(20);
            }
            client.update().resource(late).execute();
            hold.rollback();
            return answer.join();
        }
    }

    private static AllergyIntolerance allergy(String id, String patient) {
        AllergyIntolerance allergy = new AllergyIntolerance();
        allergy.getClinicalStatus()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical")
                .setCode("active");
        allergy.getCode().setText("Latex");
        allergy.setPatient(new Reference(patient));
        allergy.setId(id);
        return allergy;
    }

    @Test
    void theDeltaSaysUpToWhereItGoesAndNothingBeforeThatIsMissing() throws Exception {
        Parameters checkpoint = operations.checkpoint("before");
        migration
                .call(Migration.content("urn:it:reverse-delta-bound", Hl7.admit("rb9", "Bound", TIME)))
                .parameters();
        Patient other = new Patient();
        other.addName().setFamily("Other");
        other.setId("delta-other");
        client.update().resource(other).execute();
        client.update().resource(allergy("delta-early", "Patient/delta-other")).execute();
        Parameters plan = rollBack(checkpoint, true, "");
        Parameters execution = new Parameters()
                .addParameter("to", Operations.reference(checkpoint, "checkpoint"))
                .addParameter("dryRun", new BooleanType(false))
                .addParameter("planHash", new StringType(Operations.text(plan, "planHash")));

        Parameters done = executeWhileSomebodyWrites(execution, allergy("delta-late", "Patient/delta-other"))
                .parameters();

        long upTo = Long.parseLong(Operations.text(done, "reverseDeltaWatermark"));
        assertThat(mark("delta-other")).isLessThan(upTo);
        assertThat(mark("delta-early")).isLessThan(upTo);
        assertThat(mark("delta-late")).isGreaterThan(upTo);
        assertThat(delta(done).get("resources").lines())
                .hasSize(2)
                .anyMatch(l -> l.contains("\"delta-other\""))
                .anyMatch(l -> l.contains("\"delta-early\""));
        client.delete().resourceById("AllergyIntolerance", "delta-late").execute();
        client.delete().resourceById("AllergyIntolerance", "delta-early").execute();
        client.delete().resourceById("Patient", "delta-other").execute();
    }

    private long mark(String id) {
        return server.bean(JdbcTemplate.class)
                .queryForObject("select max(mark) from chartlift.edit where resource_id = ?", Long.class, id);
    }

    private String patient(String system, String family) {
        return server
                .bean(JdbcTemplate.class)
                .queryForList(
                        """
                        select distinct w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = 'Patient'""",
                        String.class,
                        system)
                .stream()
                .map(id -> "Patient/" + id)
                .filter(url -> client.read()
                        .resource(Patient.class)
                        .withUrl(url)
                        .execute()
                        .getNameFirstRep()
                        .getFamily()
                        .equals(family))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRecordOfSomebodyWhoIsHeldStaysAsItIs() {
        String system = "urn:it:rollback-held";
        Parameters checkpoint = operations.checkpoint("before");
        migration
                .call(Migration.content(
                        system,
                        Hl7.admit("rh1", "Held", TIME),
                        Hl7.result("rh1", "Held", "RHO1", "95", TIME),
                        Hl7.admit("rh2", "Free", TIME)))
                .parameters();
        String held = patient(system, "Held");
        String free = patient(system, "Free");
        hold(held, "set");

        Parameters plan = rollBack(checkpoint, true, "");
        Parameters done = rollBack(checkpoint, false, Operations.text(plan, "planHash"));

        assertThat(Operations.counts(plan).get("held")).isGreaterThanOrEqualTo(3);
        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(migration.get(held).status()).isEqualTo(200);
        assertThat(migration.get(charts.reference(system, "Observation")).status())
                .isEqualTo(200);
        assertThat(migration.get(free).status()).isEqualTo(410);

        assertThat(migration
                        .call(Migration.content(system, Hl7.update("rh1", "Changed", "20240401080000+0000")))
                        .counts())
                .as("a run does not change what is held")
                .containsEntry("quarantined", 1);
        hold(held, "release");
    }

    private void hold(String patient, String action) {
        Parameters asked = new Parameters()
                .addParameter("action", new CodeType(action))
                .addParameter("authority", new StringType("District court"))
                .addParameter("reason", new StringType("File 17"));
        assertThat(operations.call(patient + "/$hold", asked).status()).isEqualTo(200);
    }
}

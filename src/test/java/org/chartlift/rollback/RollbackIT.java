package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.update;

import java.util.List;
import java.util.Map;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Back to a checkpoint, over HTTP. */
class RollbackIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration migration = new Migration(server.base());

    private static String[] extract(String prefix) {
        return new String[] {
            admit(prefix + "1", "Adams", "20240301080000+0000"),
            result(prefix + "1", "Adams", prefix + "O1", "95", "20240301090000+0000"),
            admit(prefix + "2", "Brown", "20240303080000+0000"),
            result(prefix + "2", "Brown", prefix + "O2", "101", "20240303090000+0000"),
        };
    }

    private void load(String system, String... messages) {
        assertThat(migration.call(Migration.content(system, messages)).counts()).doesNotContainKey("quarantined");
    }

    private Answer execute(Parameters to, String planHash) {
        Parameters p = to.copy();
        p.addParameter("dryRun", new BooleanType(false));
        p.addParameter("planHash", new StringType(planHash));
        return operations.call("$rollback", p);
    }

    private List<String> resources(String system, String type) {
        return server.bean(JdbcTemplate.class)
                .queryForList(
                        """
                        select distinct w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = ? order by 1""",
                        String.class,
                        system,
                        type);
    }

    private List<String> hashes(String system) {
        return server.bean(JdbcTemplate.class)
                .queryForList(
                        """
                        select distinct w.resource_type || '/' || w.resource_id || encode(w.hash_after, 'hex') from chartlift.write w
                        join chartlift.run r on r.id = w.run join chartlift.source_system s on s.id = r.source_system
                        join hfj_resource h on h.res_type = w.resource_type and h.fhir_id = w.resource_id and h.res_ver = w.version
                        where s.uri = ? order by 1""",
                        String.class,
                        system);
    }

    @Test
    void anUntouchedLoadLeavesNothingAndCanBeLoadedAgain() {
        String system = "urn:it:rollback-plain";
        String[] messages = extract("rp");
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, messages);
        List<String> loaded = hashes(system);
        Map<String, String> after = State.of(server);

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(Operations.counts(done)).containsEntry("conflict", 0).containsEntry("keep", 0);
        assertThat(State.of(server)).isEqualTo(before);

        Answer again = migration.call(Migration.content(system, messages));
        assertThat(again.counts()).containsEntry("created", 4).doesNotContainKey("unchanged");
        assertThat(State.of(server)).isEqualTo(after);
        assertThat(hashes(system)).isEqualTo(loaded);
        operations.rollBack(Operations.to(checkpoint));
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void aRollbackIsItselfTakenBack() {
        String system = "urn:it:rollback-back";
        String[] messages = extract("rb");
        Parameters checkpoint = operations.checkpoint("before");
        load(system, messages);
        Map<String, String> loaded = State.of(server);
        Parameters done = operations.rollBack(Operations.to(checkpoint));

        Parameters back = operations.rollBack(Operations.to(done));

        assertThat(Operations.counts(back)).containsEntry("delete", 0);
        assertThat(State.of(server)).isEqualTo(loaded);
        assertThat(migration.call(Migration.content(system, messages)).counts()).containsEntry("unchanged", 4);
        operations.rollBack(Operations.to(checkpoint));
    }

    @Test
    void whatWasThereBeforeIsAsItWas() {
        String system = "urn:it:rollback-update";
        String[] messages = extract("ru");
        load(system, messages);
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, update("ru1", "Adamson", "20240305080000+0000"), admit("ru3", "Clark", "20240305080000+0000"));
        load(system, update("ru1", "Adamsen", "20240306080000+0000"));
        assertThat(State.of(server)).isNotEqualTo(before);

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.counts(done)).containsEntry("conflict", 0);
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void laterEditsStay() {
        String system = "urn:it:rollback-edits";
        String[] messages = extract("re");
        load(system, messages);
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, update("re1", "Adamson", "20240305080000+0000"), admit("re4", "Dean", "20240305080000+0000"));
        String updated = patient(system, "Adamson");
        String created = patient(system, "Dean");
        edit(updated, p -> p.addAddress().setCity("Newtown"));
        Observation note = new Observation();
        note.setStatus(Observation.ObservationStatus.FINAL);
        note.getCode().setText("seen");
        note.setSubject(new Reference("Patient/" + created));
        note.setEffective(new org.hl7.fhir.r4.model.DateTimeType("2024-04-01"));
        note.addPerformer().setDisplay("Dr Test");
        note.setValue(new StringType("well"));
        server.client().create().resource(note).execute();

        Parameters plan = operations.plan(Operations.to(checkpoint));
        assertThat(Operations.counts(plan).get("keep")).isGreaterThanOrEqualTo(1);
        assertThat(Operations.counts(plan)).containsEntry("merge", 1);
        Parameters done = execute(Operations.to(checkpoint), Operations.text(plan, "planHash"))
                .parameters();

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        Patient merged =
                server.client().read().resource(Patient.class).withId(updated).execute();
        assertThat(merged.getNameFirstRep().getFamily()).isEqualTo("Adams");
        assertThat(merged.getAddress()).anyMatch(a -> "Newtown".equals(a.getCity()));
        assertThat(State.of(server))
                .containsKey("Patient/" + created)
                .containsKeys(before.keySet().toArray(String[]::new));
    }

    @Test
    void anOverlapBecomesATask() {
        String system = "urn:it:rollback-overlap";
        String[] messages = extract("ro");
        load(system, messages);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, update("ro1", "Adamson", "20240305080000+0000"));
        String id = patient(system, "Adamson");
        edit(id, p -> p.getNameFirstRep().setFamily("Adamsdottir"));

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        Patient now = server.client().read().resource(Patient.class).withId(id).execute();
        assertThat(now.getNameFirstRep().getFamily()).isEqualTo("Adamsdottir");
        Task task = server.client()
                .read()
                .resource(Task.class)
                .withId(Operations.reference(done, "conflict")
                        .getReferenceElement()
                        .getIdPart())
                .execute();
        assertThat(task.getInput().stream()
                        .map(i -> i.getValue().primitiveValue())
                        .toList()
                        .toString())
                .contains("Adamsdottir", "Adamson", "Adams");
    }

    @Test
    void whatWasChangedAndChangedBackIsAnEditToo() {
        String system = "urn:it:rollback-again";
        load(system, extract("rg"));
        Parameters checkpoint = operations.checkpoint("before");
        load(system, update("rg1", "Adamson", "20240305080000+0000"));
        String id = patient(system, "Adamson");
        edit(id, p -> p.getNameFirstRep().setFamily("Adamsdottir"));
        edit(id, p -> p.getNameFirstRep().setFamily("Adamson"));

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        Patient now = server.client().read().resource(Patient.class).withId(id).execute();
        assertThat(now.getNameFirstRep().getFamily()).isEqualTo("Adamson");
    }

    @Test
    void aPlanThatTheServerHasLeftBehindIsRefused() {
        String system = "urn:it:rollback-stale";
        String[] messages = extract("rs");
        Parameters checkpoint = operations.checkpoint("before");
        load(system, messages);
        Parameters plan = operations.plan(Operations.to(checkpoint));
        assertThat(operations
                        .call("$rollback", Operations.to(checkpoint).addParameter("dryRun", new BooleanType(false)))
                        .status())
                .isEqualTo(412);
        assertThat(execute(Operations.to(checkpoint), "0".repeat(64)).status()).isEqualTo(412);
        edit(patient(system, "Adams"), p -> p.setGender(AdministrativeGender.OTHER));

        assertThat(execute(Operations.to(checkpoint), Operations.text(plan, "planHash"))
                        .status())
                .isEqualTo(412);

        Parameters refuse = Operations.to(checkpoint).addParameter("strategy", new CodeType("refuse"));
        assertThat(execute(refuse, Operations.text(operations.plan(refuse), "planHash"))
                        .status())
                .isEqualTo(409);
        Parameters keep = Operations.to(checkpoint).addParameter("strategy", new CodeType("keep-newer"));
        assertThat(Operations.counts(operations.rollBack(keep)).get("keep")).isGreaterThanOrEqualTo(1);
        assertThat(State.of(server)).containsKey("Patient/" + patient(system, "Adams"));
    }

    @Test
    void byPatientAndByType() {
        String system = "urn:it:rollback-scope";
        String[] messages = extract("rc");
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, messages);
        String adams = patient(system, "Adams");
        Map<String, String> loaded = State.of(server);

        Parameters byPatient = Operations.to(checkpoint).addParameter("patient", new Reference("Patient/" + adams));
        operations.rollBack(byPatient);

        Map<String, String> now = State.of(server);
        assertThat(now).doesNotContainKey("Patient/" + adams);
        assertThat(now.values()).noneMatch(json -> json.contains("Patient/" + adams));
        assertThat(loaded.entrySet()).containsAll(now.entrySet());
        assertThat(migration.call(Migration.content(system, messages)).counts())
                .isEqualTo(Map.of("read", 4, "created", 2, "unchanged", 2));
        assertThat(State.of(server)).isEqualTo(loaded);

        Parameters byType = Operations.to(checkpoint)
                .addParameter("_type", new CodeType("MessageHeader"))
                .addParameter("_type", new CodeType("DiagnosticReport"));
        operations.rollBack(byType);
        assertThat(reports(State.of(server))).isEqualTo(reports(before));
        assertThat(State.of(server)).containsKey("Patient/" + adams);
        operations.rollBack(Operations.to(checkpoint));
        assertThat(State.of(server)).isEqualTo(before);
    }

    private static List<String> reports(Map<String, String> state) {
        return state.keySet().stream()
                .filter(r -> r.startsWith("DiagnosticReport/"))
                .toList();
    }

    private String patient(String system, String family) {
        return resources(system, "Patient").stream()
                .filter(id -> {
                    String json = State.of(server).get("Patient/" + id);
                    return json != null && json.contains("\"" + family + "\"");
                })
                .findFirst()
                .orElseThrow();
    }

    private void edit(String id, java.util.function.Consumer<Patient> edit) {
        Patient patient =
                server.client().read().resource(Patient.class).withId(id).execute();
        edit.accept(patient);
        server.client().update().resource(patient).execute();
    }
}

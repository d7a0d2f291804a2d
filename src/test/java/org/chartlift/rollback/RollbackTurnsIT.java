package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.document;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.update;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Loads, edits and rollbacks that take turns at the same resources. */
class RollbackTurnsIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration migration = new Migration(server.base());

    private Reference load(String system, String... messages) {
        Parameters answer = migration.call(Migration.content(system, messages)).parameters();
        return Operations.reference(answer, "run");
    }

    private <T extends Resource> T only(Class<T> type, String system) {
        return server.written(type, system).get(0);
    }

    private <T extends Resource> T edit(Class<T> type, String system, Consumer<T> edit) {
        T resource = only(type, system);
        edit.accept(resource);
        server.client().update().resource(resource).execute();
        return resource;
    }

    private String family(String system) {
        return only(Patient.class, system).getNameFirstRep().getFamily();
    }

    @Test
    void whatWasChangedAndChangedBackAcrossTwoLoadsStays() {
        String system = "urn:it:turns-again";
        load(system, admit("ta1", "Adams", "20240301080000+0000"));
        Parameters checkpoint = operations.checkpoint("before");
        load(system, update("ta1", "Adamson", "20240302080000+0000"));
        edit(Patient.class, system, p -> p.getNameFirstRep().setFamily("Adamsdottir"));
        load(
                system,
                update("ta1", "Adamsdottir", "20240303080000+0000").replace("|19700102|F", "|19700102|F|||||555-1234"));
        edit(Patient.class, system, p -> p.getNameFirstRep().setFamily("Adamson"));

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.counts(done)).containsEntry("conflict", 1);
        assertThat(family(system)).isEqualTo("Adamson");
        assertThat(only(Patient.class, system).hasTelecom()).isFalse();
    }

    @Test
    void whatWeWroteBetweenIsNobodysEdit() {
        String system = "urn:it:turns-runs";
        load(system, admit("tr1", "Adams", "20240301080000+0000"));
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        Reference first = load(system, update("tr1", "Adamson", "20240302080000+0000"));
        Reference second = load(system, update("tr1", "Adamsen", "20240303080000+0000"));

        operations.rollBack(Operations.to(checkpoint).addParameter("run", second));
        assertThat(family(system)).isEqualTo("Adamson");
        Parameters done = operations.rollBack(Operations.to(checkpoint).addParameter("run", first));

        assertThat(Operations.counts(done)).containsEntry("conflict", 0).containsEntry("keep", 0);
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void aConflictIsFoundUnderItsPatient() {
        String system = "urn:it:turns-task";
        load(system, result("tt1", "Adams", "ttO1", "95", "20240301090000+0000"));
        Parameters checkpoint = operations.checkpoint("before");
        load(system, result("tt1", "Adams", "ttO1", "99", "20240302090000+0000"));
        edit(Observation.class, system, o -> ((Quantity) o.getValue()).setValue(98));

        operations.rollBack(Operations.to(checkpoint));

        Bundle found = server.client()
                .search()
                .forResource(Task.class)
                .where(Task.PATIENT.hasId(
                        only(Patient.class, system).getIdElement().getIdPart()))
                .and(Task.CODE.exactly().code("rollback-conflict"))
                .returnBundle(Bundle.class)
                .execute();
        assertThat(found.getEntry()).hasSize(1);
        assertThat(((Task) found.getEntryFirstRep().getResource()).getFocus().getReference())
                .isEqualTo("Observation/"
                        + only(Observation.class, system).getIdElement().getIdPart());
    }

    @Test
    void theTextOfADocumentGoesAfterTheDocument() {
        String system = "urn:it:turns-document";
        Parameters checkpoint = operations.checkpoint("before");
        load(system, document("td1", "Adams", "tdD1", "Patient is well.", "20240301100000+0000"));

        Parameters plan =
                operations.call("$rollback", Operations.to(checkpoint)).parameters();

        Map<String, Integer> stages = new TreeMap<>();
        server.bean(JdbcTemplate.class)
                .query(
                        """
                        select i.resource_type, i.stage from chartlift.rollback_item i join chartlift.rollback r on r.id = i.rollback
                        where r.plan_hash = ? and i.resource_type in ('Binary', 'DocumentReference')""",
                        rs -> {
                            stages.put(rs.getString(1), rs.getInt(2));
                        },
                        Operations.text(plan, "planHash"));
        assertThat(stages).containsOnlyKeys("Binary", "DocumentReference");
        assertThat(stages.get("Binary")).isGreaterThan(stages.get("DocumentReference"));
        operations.rollBack(Operations.to(checkpoint));
    }
}

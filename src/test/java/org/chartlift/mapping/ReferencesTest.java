package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    @TempDir
    Path folder;

    private MapFixture maps;

    @BeforeEach
    void maps() {
        maps = new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nkey: [[\"CX(PID-3)\"]]\nrules:\n  - {id: n, from: PID-5, to: name.family}\n")
                .file(
                        "base/OBR.yaml",
                        "map: OBR -> DiagnosticReport\nkey: [[\"EI(OBR-3)\"]]\nrules:\n  - {id: c, from: OBR-4, to: code.text}\n"
                                + "  - {id: s, ref: PID-Patient, to: subject}\n  - {id: r, refs: OBX-Observation, in: OBSERVATION, to: result}\n")
                .file(
                        "base/OBX.yaml",
                        "map: OBX -> Observation\nkey: [[\"ref(OBR-DiagnosticReport)\", \"OBX-3.1\"]]\nrules:\n  - {id: c, from: OBX-3, to: code.text}\n"
                                + "  - {id: s, ref: Patient, to: subject}\n---\nmap: NTE -> Observation\nid: NTE-Observation\ninto: Observation\nrules:\n  - {id: t, from: NTE-3, to: note.text}\n")
                .file(
                        "base/PV1.yaml",
                        "map: PV1 -> Encounter\nkey: [[\"CX(PV1-19)\"]]\nrules:\n  - {id: l, from: PV1-2, to: class}\n"
                                + "  - {id: a, from: \"PV1-7[*]\", to: participant, rules: [{id: w, from: ., to: individual, as: XCN>Practitioner}]}\n"
                                + "---\nmap: XCN -> Practitioner\nscope: shared\nkey: [[\".1\"]]\nrules:\n  - {id: i, from: .1, to: identifier.value}\n  - {id: f, from: .2, to: name.family}\n");
    }

    @Test
    void referToTheNearestResourceInAndOutOfGroups() {
        var result = maps.convert(
                "PID|||1||Doe",
                "OBR|||r1|first",
                "OBX|1||a",
                "OBX|2||b",
                "OBR|||r2|second",
                "OBX|1||c",
                "NTE|1||note c",
                "PID|||2||Roe",
                "OBR|||r3|third",
                "OBX|1||d");

        var reports = result.all(DiagnosticReport.class);
        var patients = result.all(Patient.class);
        assertThat(reports.get(0).getResult()).hasSize(2);
        assertThat(reports.get(1).getResult()).hasSize(1);
        assertThat(reports.get(2).getSubject().getReference())
                .isEqualTo("Patient/" + patients.get(1).getIdElement().getIdPart());
        assertThat(result.all(Observation.class).get(2).getNoteFirstRep().getText())
                .isEqualTo("note c");
    }

    @Test
    void neverDangleAndNeverLeaveAGroupThatCouldHoldTheSegment() {
        var result = maps.convert("PID|||1||Doe", "PID|", "OBR|||r1|first", "OBX|1||a");

        assertThat(result.only(DiagnosticReport.class).hasSubject()).isFalse();
        assertThat(result.all(Patient.class)).hasSize(1);
    }

    @Test
    void makeOrMergeResourcesFromDataTypesAndWriteTheirReference() {
        var result = maps.convert("PID|||1||Doe", "PV1||I|||||7^Who~7^Who~8^Else||||||||||||v1");

        var practitioners = result.all(Practitioner.class);
        assertThat(practitioners).hasSize(2);
        assertThat(practitioners.get(0).getIdentifier()).hasSize(1);
        assertThat(result.only(Encounter.class).getParticipant())
                .extracting(p -> p.getIndividual().getReference())
                .containsExactly(
                        "Practitioner/" + practitioners.get(0).getIdElement().getIdPart(),
                        "Practitioner/" + practitioners.get(0).getIdElement().getIdPart(),
                        "Practitioner/" + practitioners.get(1).getIdElement().getIdPart());
        assertThat(result.became("PV1-7[2].2")).isEqualTo("mapped");
        assertThat(result.conversion().resources().stream().filter(r -> r.scope() == ConvertedResource.Scope.SHARED))
                .hasSize(2);
    }

    @Test
    void reportWhatASecondOccurrenceOfASharedResourceChanges() {
        var result = maps.file(
                        "base/PV1.yaml",
                        "map: PV1 -> Encounter\nrules:\n  - {id: a, from: \"PV1-7[*]\", to: participant, rules: [{id: w, from: ., to: individual, as: XCN>Practitioner}]}\n"
                                + "---\nmap: XCN -> Practitioner\nscope: shared\nkey: [[\".1\"]]\nrules:\n  - {id: i, from: .1, to: identifier.value}\n  - {id: d, from: .2, to: birthDate, as: TS>date}\n")
                .convert("PV1|||||||7^1970~7^1971");

        assertThat(result.only(Practitioner.class).getBirthDateElement().asStringValue())
                .isEqualTo("1971");
        assertThat(result.became("PV1-7.2")).isEqualTo("overwritten XCN-Practitioner/d");
    }

    @Test
    void separateRepeatsOfOneKey() {
        var result = maps.convert("PID|||1||Doe", "OBR|||r1|first", "OBX|1||a", "OBX|2||a");

        assertThat(result.all(Observation.class)).hasSize(2);
        assertThat(result.only(DiagnosticReport.class).getResult())
                .extracting(Reference::getReference)
                .doesNotHaveDuplicates();
    }

    @Test
    void findTheOneResourceThatSaysTheSame() {
        maps.file(
                "base/OBX.yaml",
                "map: OBX -> Observation\nkey: [[\"ref(OBR-DiagnosticReport)\", \"OBX-3.1\"]]\nrules:\n  - {id: c, from: OBX-3, to: code.text}\n"
                        + "  - {id: p, ref: Observation, match: {OBX-3: OBX-4, OBR-3: OBX-5}, to: derivedFrom}\n");
        var result = maps.convert(
                "PID|||1||Doe",
                "OBR|||r1|first",
                "OBX|1||a",
                "OBX|2||b",
                "OBR|||r2|second",
                "OBX|1||a",
                "OBX|2||c|b|r1",
                "OBX|3||d|a",
                "OBX|4||e",
                "OBX|5||f|f|r2");

        var all = result.all(Observation.class);
        assertThat(all.get(3).getDerivedFrom())
                .extracting(Reference::getReference)
                .containsExactly("Observation/" + all.get(1).getIdPart());
        assertThat(all.stream().filter(o -> o.hasDerivedFrom())).hasSize(1);
    }

    @Test
    void nameAResourceOnceInAList() {
        maps.file(
                "base/OBR.yaml",
                "map: OBR -> DiagnosticReport\nkey: [[\"EI(OBR-3)\"]]\nrules:\n  - {id: c, from: OBR-4, to: code.text}\n"
                        + "  - {id: all, refs: OBX-Observation, to: result}\n  - {id: one, ref: OBX-Observation, to: result}\n");

        assertThat(maps.convert("PID|||1||Doe", "OBR|||r1|first", "OBX|1||a")
                        .only(DiagnosticReport.class)
                        .getResult())
                .hasSize(1);
    }
}

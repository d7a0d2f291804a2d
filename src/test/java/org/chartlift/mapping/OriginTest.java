package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.chartlift.mapping.MapFixture.Result;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
    @TempDir
    Path folder;

    private MapFixture maps;

    @BeforeEach
    void maps() {
        maps = new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        """
                        map: PID -> Patient
                        rules:
                          - {id: name, from: "PID-5[*]", to: name, rules: [{id: family, from: .1, to: family}, {id: use, fixed: usual, to: use, reason: test}]}
                          - {id: born, from: PID-7, to: birthDate, as: TS>date}
                          - {id: sex, from: PID-8, to: gender, vocab: Sex}
                          - {id: married, from: PID-16, to: maritalStatus, as: CWE>CodeableConcept, vocab: Married}
                          - {id: rest, carry: PID-*}
                        ---
                        map: PV1 -> Encounter
                        rules:
                          - {id: status, fixed: unknown, to: status, reason: test}
                          - {id: class, from: PV1-2, to: class, table: "0004"}
                          - {id: who, ref: PID-Patient, to: subject}
                        """)
                .file("vocab/Sex.json", MapFixture.conceptMap("urn:sex", Map.of("F", "female"), "urn:gender"))
                .file("vocab/Married.json", MapFixture.conceptMap("urn:m", Map.of("M", "married"), "urn:n"));
    }

    private String origin(Result result, Base value) {
        Origin origin = Origin.of(value).orElseThrow();
        StringBuilder text = new StringBuilder(origin.kind().word() + " " + origin.rule());
        var tree = result.conversion().tree();
        origin.leaves().forEach(l -> text.append(' ').append(tree.path(tree.leaf(l))));
        return text + (origin.vocabulary().isEmpty() ? "" : " by " + origin.vocabulary());
    }

    @Test
    void ofAValueIsItsRuleAndItsLeaf() {
        Result result = maps.convert("PID|||||Ash^X~Beech||19700102|F");
        Patient patient = result.only(Patient.class);

        assertThat(origin(result, patient.getName().get(1).getFamilyElement()))
                .isEqualTo("source PID-Patient/name.family PID-5[2]");
        assertThat(origin(result, patient.getName().get(1).getUseElement())).isEqualTo("fixed PID-Patient/name.use");
        assertThat(origin(result, patient.getBirthDateElement())).isEqualTo("source PID-Patient/born PID-7");
        assertThat(origin(result, patient.getGenderElement())).isEqualTo("source PID-Patient/sex PID-8 by Sex");
        assertThat(origin(
                        result,
                        patient.getExtension().get(0).getExtension().get(1).getValue()))
                .isEqualTo("source PID-Patient/rest PID-5.2");
    }

    @Test
    void ofATranslationIsTheCodeThatWasTranslated() {
        Result result = maps.convert("PID|||||Ash|||||||||||M^Wed^urn:m");
        CodeableConcept status = result.only(Patient.class).getMaritalStatus();

        assertThat(status.getCoding()).hasSize(2);
        assertThat(origin(result, status.getCoding().get(0).getCodeElement()))
                .isEqualTo("source PID-Patient/married PID-16.1 by Married");
        assertThat(origin(result, status.getCoding().get(1).getDisplayElement()))
                .isEqualTo("source PID-Patient/married PID-16.2");
    }

    @Test
    void ofAReferenceIsTheRuleThatLinked() {
        Result result = maps.convert("PID|||||Ash", "PV1||I");
        Encounter encounter = result.only(Encounter.class);

        assertThat(origin(result, encounter.getSubject().getReferenceElement_()))
                .isEqualTo("reference PV1-Encounter/who");
        assertThat(origin(result, encounter.getClass_().getCodeElement()))
                .isEqualTo("source PV1-Encounter/class PV1-2");
    }

    @Test
    void isNotAskedForInProduction() {
        MapSet set = maps.load();
        Conversion plain = MapFixture.convert(
                        set,
                        "MSH|^~\\&|APP|FAC|||20240102030405+0100||ADT^A01|1|P|2.5\rPID|||||Ash",
                        MapSet.Options.PRODUCTION)
                .conversion();

        assertThat(plain.resources())
                .filteredOn(r -> r.resource() instanceof Patient)
                .singleElement()
                .satisfies(r -> assertThat(Origin.of(
                                ((Patient) r.resource()).getNameFirstRep().getFamilyElement()))
                        .isEmpty());
    }

    @Test
    void aSetIsTheSameMadeOfItsFilesAndKnowsWhereRulesStand() {
        MapSet set = maps.load();
        MapSet again = MapSet.of(set.layers());

        assertThat(again.digest()).isEqualTo(set.digest());
        assertThat(again.rule("PID-Patient/name.family"))
                .hasValueSatisfying(r -> assertThat(r.location()).isEqualTo("base/PID.yaml:3"));
        assertThat(again.rule("PID-Patient/born").map(RuleText::function)).contains("TS>date");
        assertThat(again.rule("TST/event")).isPresent();
        assertThat(again.rule("nobody/knows")).isEmpty();
    }
}

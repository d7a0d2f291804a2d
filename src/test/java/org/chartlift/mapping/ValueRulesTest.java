package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.chartlift.mapping.function.ExtensionUrls;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueRulesTest {
    @TempDir
    Path folder;

    private MapFixture maps;

    @BeforeEach
    void maps() {
        maps = new MapFixture(folder);
    }

    private MapFixture patient(String rules) {
        return maps.file(
                "base/PID.yaml", "map: PID -> Patient\nkey: [[\"CX(PID-3)\"]]\nupdate: merge\nrules:\n" + rules);
    }

    @Test
    void writesTextToAPrimitiveAndNamesTheTarget() {
        var result =
                patient("  - {id: city, from: PID-23, to: address.city}\n").convert("PID|||||||||||||||||||||||Graz");

        Patient patient = result.only(Patient.class);
        assertThat(patient.getAddressFirstRep().getCity()).isEqualTo("Graz");
        assertThat(result.became("PID-23")).isEqualTo("mapped");
        assertThat(result.outcome("PID-23").rule()).isEqualTo("PID-Patient/city");
        assertThat(result.outcome("PID-23").targets())
                .containsExactly("Patient/" + patient.getIdElement().getIdPart() + ".address[0].city");
    }

    @Test
    void appendsToAListForEachRepetitionThroughADataTypeMap() {
        var result = patient("  - {id: names, from: \"PID-5[*]\", to: name, as: XPN>HumanName}\n")
                .file(
                        "base/XPN.yaml",
                        "map: XPN -> HumanName\nrules:\n  - {id: f, from: .1, to: family}\n  - {id: g, from: .2, to: given}\n")
                .convert("PID|||||Doe^Jane~Roe^Mary");

        assertThat(result.only(Patient.class).getName())
                .extracting(HumanName::getFamily)
                .containsExactly("Doe", "Roe");
        assertThat(result.outcome("PID-5[2].2").targets().get(0)).endsWith(".name[1].given[0]");
    }

    @Test
    void runsExtraRulesOnTheInstanceOfADataTypeMap() {
        var result = patient(
                        "  - {id: n, from: PID-9, to: name, as: XPN>HumanName, rules: [{id: u, fixed: old, to: use, reason: \"PID-9 is an alias\"}]}\n")
                .file("base/XPN.yaml", "map: XPN -> HumanName\nrules:\n  - {id: f, from: .1, to: family}\n")
                .convert("PID|||||||||Doe");

        assertThat(result.only(Patient.class).getNameFirstRep().getUse()).isEqualTo(HumanName.NameUse.OLD);
    }

    @Test
    void sharesANamedInstanceBetweenRulesAndKeepsTheUnnamedOneApart() {
        var result = patient(
                        "  - {id: a, from: PID-1, to: \"contact{kin}.name.text\"}\n  - {id: b, from: PID-2, to: \"contact{kin}.organization.display\"}\n"
                                + "  - {id: c, from: PID-3, to: contact.name.text}\n")
                .convert("PID|one|two|three");

        Patient patient = result.only(Patient.class);
        assertThat(patient.getContact()).hasSize(2);
        assertThat(patient.getContact().get(0).getOrganization().getDisplay()).isEqualTo("two");
        assertThat(patient.getContact().get(1).getName().getText()).isEqualTo("three");
    }

    @Test
    void makesABlockForEachMatchWithRelativePaths() {
        var result = patient(
                        "  - id: kin\n    from: \"PID-5[*]\"\n    to: contact\n    rules:\n      - {id: n, from: .1, to: name.family}\n      - {id: m, from: PID-8, to: name.text}\n")
                .convert("PID|||||A^x~B^y|||F");

        assertThat(result.only(Patient.class).getContact())
                .extracting(c -> c.getName().getFamily() + c.getName().getText())
                .containsExactly("AF", "BF");
        assertThat(result.became("PID-5.2")).isEqualTo("unmapped");
    }

    @Test
    void writesExtensionsOfPrimitives() {
        var result = patient(
                        "  - {id: d, from: PID-7, to: birthDate, as: TS>datePart}\n  - {id: t, from: PID-7, to: birthDate.extension(birthTime), as: TS>dateTime}\n")
                .file("base/ext.yaml", "extensions:\n  birthTime: {url: \"http://x/birthTime\", type: dateTime}\n")
                .convert("PID|||||||19700102030405");

        assertThat(result.json(Patient.class))
                .contains("\"birthDate\":\"1970-01-02\"")
                .contains(
                        "\"_birthDate\":{\"extension\":[{\"url\":\"http://x/birthTime\",\"valueDateTime\":\"1970-01-02T03:04:05+01:00\"}]}");
        assertThat(result.outcome("PID-7").targets()).hasSize(2);
    }

    @Test
    void fillsConstantsOnlyBesideSourceValuesAndNeverOverThem() {
        String rules =
                "  - {id: v, from: PID-8, to: gender}\n  - {id: d, fixed: unknown, to: gender, reason: r}\n  - {id: a, fixed: true, to: active, reason: r}\n"
                        + "  - {id: c, from: PID-9, to: maritalStatus.text}\n  - {id: cc, fixed: [{code: X}], to: maritalStatus.coding, when: \"VALUED PID-8\", reason: r}\n";
        rules = rules.replace("fixed: [{code: X}]", "fixed: {code: X}");
        var male = patient(rules).convert("PID||||||||male").only(Patient.class);
        assertThat(male.getGender().toCode()).isEqualTo("male");
        assertThat(male.getActive()).isTrue();
        assertThat(male.hasMaritalStatus()).isFalse();

        var other = maps.convert("PID|||||||||M").only(Patient.class);
        assertThat(other.getGender().toCode()).isEqualTo("unknown");
        assertThat(maps.convert("PID|").all(Patient.class)).isEmpty();
    }

    @Test
    void reportsWhatCannotBeWritten() {
        var result = patient(
                        "  - {id: g, from: PID-8, to: gender}\n  - {id: c, carry: PID-9}\n  - {id: r, from: PID-9, to: multipleBirthInteger}\n")
                .convert("PID||||||||zz|ab");

        assertThat(result.became("PID-8")).isEqualTo("failed not-a-legal-code");
        assertThat(result.became("PID-9")).isEqualTo("carried not-a-integer");
        assertThat(result.findings()).contains("B failed-value");
    }

    @Test
    void reportsWhatIsWrittenOver() {
        var result = patient(
                        "  - {id: a, from: PID-2, to: maritalStatus.text}\n  - {id: b, from: PID-3, to: maritalStatus.text}\n  - {id: c, from: PID-4, to: maritalStatus.text}\n")
                .convert("PID||x|y|y");

        assertThat(result.only(Patient.class).getMaritalStatus().getText()).isEqualTo("y");
        assertThat(result.became("PID-2")).isEqualTo("overwritten PID-Patient/b");
        assertThat(result.became("PID-3")).isEqualTo("mapped");
        assertThat(result.became("PID-4")).isEqualTo("mapped");
        assertThat(result.findings()).contains("B overwritten");
    }

    @Test
    void dropsAndCarriesOnlyWhatNothingElseClaims() {
        var result = patient(
                        "  - {id: rest, carry: PID-*}\n  - {id: one, drop: PID-1, reason: set-id}\n  - {id: five, from: PID-5.1, to: name.family}\n")
                .convert("PID|1||||Doe^Jane|M");

        assertThat(result.became("PID-1")).isEqualTo("dropped set-id");
        assertThat(result.became("PID-5.1")).isEqualTo("mapped");
        assertThat(result.became("PID-5.2")).isEqualTo("carried");
        Extension carried = result.only(Patient.class).getExtension().get(0);
        assertThat(carried.getExtensionByUrl("path").getValue().primitiveValue())
                .isEqualTo("PID-5.2");
        assertThat(carried.getExtensionByUrl("value").getValue().primitiveValue())
                .isEqualTo("Jane");
    }

    @Test
    void readsADeleteAsNullAndClearsTheElement() {
        var result = patient(
                        "  - {id: m, from: PID-16, to: maritalStatus.text}\n  - {id: n, from: PID-5, to: name.family}\n")
                .convert("PID|||||Doe|||||||||||\"\"");

        assertThat(result.became("PID-16")).isEqualTo("null");
        assertThat(result.conversion().resources().stream()
                        .filter(r -> r.map().equals("PID-Patient"))
                        .findFirst()
                        .orElseThrow()
                        .cleared())
                .containsExactly("maritalStatus.text");
    }

    @Test
    void marksWhatOnlyDecidedACondition() {
        var result = patient("  - {id: n, from: PID-5, to: name.family, when: \"PID-8 IN ('M','F')\"}\n")
                .convert("PID|||||Doe|||M");

        assertThat(result.became("PID-8")).isEqualTo("condition");
        assertThat(maps.convert("PID|||||Doe|||X").became("PID-5")).isEqualTo("unmapped");
    }

    @Test
    void translatesCodesAndKeepsTheSource() {
        maps.file(
                "vocab/Sex.json",
                MapFixture.conceptMap(
                        "http://terminology.hl7.org/CodeSystem/v2-0001",
                        Map.of("F", "female"),
                        "http://hl7.org/fhir/administrative-gender"));
        patient(
                "  - {id: g, from: PID-8, to: gender, vocab: Sex, table: \"0001\"}\n  - {id: m, from: PID-9, to: maritalStatus, vocab: Sex, table: \"0001\"}\n");
        var result = maps.convert("PID||||||||F|F");

        Patient patient = result.only(Patient.class);
        assertThat(patient.getGender().toCode()).isEqualTo("female");
        assertThat(patient.getMaritalStatus().getCoding())
                .extracting(Coding::getCode)
                .containsExactly("female", "F");
        assertThat(result.became("PID-8")).isEqualTo("translated Sex");
        assertThat(result.outcome("PID-9").targets().get(0)).endsWith(".maritalStatus.coding[1].code");

        var unknown = maps.convert("PID||||||||Z|Z");
        assertThat(unknown.became("PID-8")).isEqualTo("carried no-translation");
        assertThat(unknown.json(Patient.class)).doesNotContain("\"gender\":").contains(ExtensionUrls.SOURCE_VALUE);
        assertThat(unknown.became("PID-9")).isEqualTo("mapped no-translation");
    }

    @Test
    void quarantinesAnUnknownCodeWhereTheRuleSaysSo() {
        maps.file("vocab/Sex.json", MapFixture.conceptMap("urn:a", Map.of("F", "female"), "urn:b"));
        var result = patient(
                        "  - {id: g, from: PID-8, to: gender, vocab: Sex, unknown: quarantine}\n  - {id: n, from: PID-5, to: name.family}\n")
                .convert("PID|||||Doe|||Z");

        assertThat(result.findings()).contains("A no-translation");
        assertThat(result.became("PID-8")).isEqualTo("failed no-translation");
        assertThat(result.conversion().isClean()).isFalse();
    }

    @Test
    void joinsTextsAndClaimsEachOfThem() {
        var result = patient("  - {id: t, from: \"PID-5[*]\", to: name.text, join: \"\\n\"}\n")
                .convert("PID|||||one~two");

        assertThat(result.only(Patient.class).getNameFirstRep().getText()).isEqualTo("one\ntwo");
        assertThat(result.became("PID-5[2]")).isEqualTo("mapped");
    }

    @Test
    void saysThatAnElementIsAbsentOnlyWhereItIs() {
        String rules =
                """
                  - {id: family, from: PID-5.1, to: name.family}
                  - {id: born, from: PID-7, to: birthDate, as: TS>date}
                  - {id: unborn, fixed: unknown, to: birthDate.extension(data-absent-reason), reason: "none stated"}
                """;
        maps.file(
                "base/extensions.yaml",
                "extensions:\n  data-absent-reason: {url: \"" + ExtensionUrls.DATA_ABSENT_REASON + "\", type: code}\n");

        assertThat(patient(rules).convert("PID|||||Doe||19700101").json(Patient.class))
                .doesNotContain("data-absent-reason");
        assertThat(patient(rules).convert("PID|||||Doe").json(Patient.class)).contains("data-absent-reason");
    }

    @Test
    void comparesValuesAndIdentifiersWithEachOther() {
        MapFixture compared =
                patient("  - {id: any, fixed: A, to: address.city, when: \"PID-2 = PID-4[*].1\", reason: \"same\"}\n"
                        + "  - {id: key, fixed: B, to: address.state, when: \"CX(PID-4) = CX(PID-3)\", reason: \"same\"}\n"
                        + "  - {id: all, fixed: C, to: address.country, when: \"CX(PID-4) IN CX(PID-3)\", reason: \"same\"}\n"
                        + "  - {id: n, from: PID-5, to: address.text}\n");

        var one = compared.convert("PID||7|1^^^H~2^^^H|2^^^H~7^^^G|x")
                .only(Patient.class)
                .getAddressFirstRep();
        assertThat(one.getCity()).isEqualTo("A");
        assertThat(one.getState()).isNull();
        assertThat(one.getCountry()).isNull();
        var other = compared.convert("PID||2|1^^^H~2^^^H|2^^^H|x")
                .only(Patient.class)
                .getAddressFirstRep();
        assertThat(other.getState()).isNull();
        assertThat(other.getCountry()).isEqualTo("C");
        var same = compared.convert("PID|||1^^^H~2^^^H|1^^^H~2^^^H|x")
                .only(Patient.class)
                .getAddressFirstRep();
        assertThat(same.getState()).isEqualTo("B");
        assertThat(compared.convert("PID|||1^^^H|1^^^G|x")
                        .only(Patient.class)
                        .getAddressFirstRep()
                        .getCountry())
                .isNull();
    }
}

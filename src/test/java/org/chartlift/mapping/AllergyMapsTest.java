package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in maps of AL1 and IAM. */
class AllergyMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||10^^^H^MR||Davis^Ann";

    private static MapFixture.Result convert(String event, String... segments) {
        return ValidFhir.check(MapFixture.convert(
                MAPS,
                "MSH|^~\\&|ADT|FAC|||20240305080000+0100||ADT^" + event + "|1|P|2.8\rEVN||20240305\r" + PATIENT + "\r"
                        + String.join("\r", segments)));
    }

    /** IAM with an action (IAM-6) and a status (IAM-17). */
    private static AllergyIntolerance reaction(String action, String status) {
        return convert("A60", "IAM|1|FA|12^Peanut^L|||" + action + "|I1^H||||||||||" + status)
                .only(AllergyIntolerance.class);
    }

    private static String code(CodeableConcept concept) {
        return concept.getCodingFirstRep().getCode();
    }

    @ParameterizedTest
    @CsvSource({
        "A, C, active, confirmed",
        "A, I, inactive, confirmed",
        "U, D, , unconfirmed",
        "U, P, , unconfirmed",
        "U, S, , unconfirmed",
        "U, U, , unconfirmed",
        "U, E, , entered-in-error",
        "D, , , entered-in-error",
        "D, C, , entered-in-error",
        "D, I, inactive, confirmed",
        "A, , , ",
        "X, , , "
    })
    void statusAndVerificationAreThoseThatTheSegmentSays(
            String action, String status, String clinical, String verification) {
        AllergyIntolerance allergy = reaction(action, status == null ? "" : status);

        assertThat(code(allergy.getClinicalStatus())).isEqualTo(clinical);
        assertThat(code(allergy.getVerificationStatus())).isEqualTo(verification);
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.of("", "A", "C", "D", "E", "I", "P", "S", "U", "X", "Z", "inactive");
    }

    /** FHIR's rules ait-1 and ait-2: a clinical status, or the reason that there is none, unless it was entered in error, and then none. */
    @Property(tries = 300)
    void aClinicalStatusStandsIfAndOnlyIfItWasNotEnteredInError(
            @ForAll("anything") String action, @ForAll("anything") String status) {
        AllergyIntolerance allergy = reaction(action, status);

        boolean error = "entered-in-error".equals(code(allergy.getVerificationStatus()));
        assertThat(allergy.getClinicalStatus().isEmpty()).isEqualTo(error);
        if (status.isEmpty() && !action.equals("D")) {
            assertThat(allergy.getClinicalStatus().getCoding()).isEmpty();
            assertThat(allergy.hasVerificationStatus()).isFalse();
        }
    }

    @Test
    void anAdverseReactionKeepsWhatItsSenderSaid() {
        var result = convert(
                "A60",
                "IAM|1|DA^Drug allergy^HL70127|723^Amoxicillin^RXNORM|SV|hives~wheezing|A|I77^H||AL|1^Antibiotics^L|2019||20240101|Doe^John|FTH"
                        + "||C|1^Stat^Us||20240103|||2^Rec^Ann|20240102|||91936005^Allergy to penicillin^SCT",
                "NTE|1||told by father",
                "IAR|247472004^Hives^SCT|MO||antihistamine");

        AllergyIntolerance allergy = result.only(AllergyIntolerance.class);
        assertThat(allergy.getCategory().get(0).getValueAsString()).isEqualTo("medication");
        assertThat(allergy.getType()).isEqualTo(AllergyIntoleranceType.ALLERGY);
        assertThat(allergy.getCode().getCoding()).extracting(Coding::getCode).containsExactly("723", "91936005");
        assertThat(allergy.getIdentifierFirstRep().getValue()).isEqualTo("I77");
        assertThat(allergy.hasCriticality()).isFalse();
        assertThat(allergy.getReaction().get(0).getManifestation())
                .extracting(CodeableConcept::getText)
                .containsExactly("hives", "wheezing");
        assertThat(allergy.getReaction().get(0).getSeverity().toCode()).isEqualTo("severe");
        assertThat(allergy.getReaction().get(1).getSeverity().toCode()).isEqualTo("moderate");
        assertThat(allergy.getOnsetDateTimeType().getValueAsString()).isEqualTo("2019");
        assertThat(allergy.getRecordedDateElement().getValueAsString()).isEqualTo("2024-01-02");
        assertThat(allergy.getNoteFirstRep().getText()).isEqualTo("told by father");
        assertThat(result.only(RelatedPerson.class).getNameFirstRep().getFamily())
                .isEqualTo("Doe");
        assertThat(allergy.getAsserter().getReference()).startsWith("RelatedPerson/");
        assertThat(result.all(Practitioner.class)).hasSize(2);
    }

    @Test
    void whatThePatientReportedIsAssertedByThePatient() {
        var result = convert("A60", "IAM|1||12^Peanut^L|||A|I1^H|||||||Davis^Ann|SEL");

        assertThat(result.only(AllergyIntolerance.class).getAsserter().getReference())
                .isEqualTo(
                        "Patient/" + result.only(Patient.class).getIdElement().getIdPart());
        assertThat(result.all(RelatedPerson.class)).isEmpty();
    }

    @Test
    void aSideEffectIsNeitherAllergyNorIntolerance() {
        AllergyIntolerance allergy =
                convert("A60", "IAM|1||12^Codeine^L|||A|I1^H||SE").only(AllergyIntolerance.class);

        assertThat(allergy.getType()).isNull();
        assertThat(allergy.getTypeElement().getExtension()).hasSize(1);
    }

    @Test
    void severityIsNeverMadeIntoCriticality() {
        AllergyIntolerance allergy =
                convert("A08", "PV1|1|N", "AL1|1|DA|723^Amoxicillin^RXNORM|SV").only(AllergyIntolerance.class);

        assertThat(allergy.hasCriticality()).isFalse();
        assertThat(allergy.getReaction()).isEmpty();
    }

    static Stream<List<String>> none() {
        return Stream.of(
                List.of("NKA", "716186003"),
                List.of("^No known allergies", "716186003"),
                List.of("NKDA^NKDA^L", "409137002"),
                List.of("^NO KNOWN DRUG ALLERGIES", "409137002"),
                List.of("99^No Known Medication Allergies^L", "409137002"),
                List.of("^no known food allergies", "429625007"));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("none")
    void noKnownAllergyIsSaidByACodeBesideTheSourcesOwnWords(List<String> said) {
        for (AllergyIntolerance allergy : List.of(
                convert("A08", "PV1|1|N", "AL1|1|DA|" + said.get(0)).only(AllergyIntolerance.class),
                convert("A60", "IAM|1|DA|" + said.get(0)).only(AllergyIntolerance.class))) {
            assertThat(allergy.getCode().getCoding())
                    .filteredOn(c -> "http://snomed.info/sct".equals(c.getSystem()))
                    .extracting(Coding::getCode)
                    .containsExactly(said.get(1));
        }
    }

    @Test
    void aSubstanceThatMerelySoundsLikeItIsNoDenial() {
        assertThat(convert("A08", "PV1|1|N", "AL1|1|DA|^No known allergies to penicillin but to latex")
                        .only(AllergyIntolerance.class)
                        .getCode()
                        .hasCoding())
                .isFalse();
        assertThat(convert("A08", "PV1|1|N", "AL1|1|DA|716186003^No known allergy^SCT")
                        .only(AllergyIntolerance.class)
                        .getCode()
                        .getCoding())
                .hasSize(1);
    }
}

package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.junit.jupiter.api.Test;

/** The built-in maps of VXU messages. */
class ImmunizationMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String GIVEN =
            "RXA|0|1|20240102||48^Hib^CVX|0.5|mL^^UCUM||00^New^NIP001|9^Nurse^Ann|^^^CLINIC||||L7|20250101|PMC^Sanofi^MVX|||CP|A";

    private static MapFixture.Result convert(String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|EHR|FAC|||20240102100000+0100||VXU^V04|1|P|2.5.1\rPID|1||77^^^HOSP^MR||Doe^Jane\r"
                        + String.join("\r", segments));
    }

    private static Immunization one(String... segments) {
        return convert(segments).only(Immunization.class);
    }

    @Test
    void aVaccinationIsWhatTheSegmentSays() {
        var result = convert("ORC|RE||I1^EHR", GIVEN, "RXR|IM^Intramuscular^HL70162|LA^Left arm^HL70163");

        Immunization given = result.only(Immunization.class);
        assertThat(given.getStatus()).isEqualTo(ImmunizationStatus.COMPLETED);
        assertThat(given.getVaccineCode().getCodingFirstRep().getSystem()).isEqualTo("http://hl7.org/fhir/sid/cvx");
        assertThat(given.getOccurrenceDateTimeType().getValueAsString()).isEqualTo("2024-01-02");
        assertThat(given.getDoseQuantity().getCode()).isEqualTo("mL");
        assertThat(given.getPrimarySource()).isTrue();
        assertThat(given.getLotNumber()).isEqualTo("L7");
        assertThat(given.getExpirationDateElement().getValueAsString()).isEqualTo("2025-01-01");
        assertThat(given.getManufacturer().getReference())
                .isEqualTo("Organization/"
                        + result.all(Organization.class).stream()
                                .filter(o -> "Sanofi".equals(o.getName()))
                                .findFirst()
                                .orElseThrow()
                                .getIdPart());
        assertThat(given.getRoute().getCodingFirstRep().getCode()).isEqualTo("IM");
        assertThat(given.getSite().getCodingFirstRep().getCode()).isEqualTo("LA");
    }

    @Test
    void anUnknownAmountIsNoAmount() {
        var result = convert("ORC|RE||I1^EHR", GIVEN.replace("|0.5|", "|999|"));

        assertThat(result.only(Immunization.class).hasDoseQuantity()).isFalse();
        assertThat(result.became("RXA-6")).isEqualTo("dropped unknown-by-convention");
    }

    @Test
    void aHistoricalDoseDoesNotLookAsIfGivenHere() {
        Immunization old = one("ORC|RE||I1^EHR", GIVEN.replace("00^New", "01^Historical"));

        assertThat(old.getPrimarySource()).isFalse();
        assertThat(old.getReportOrigin().getCodingFirstRep().getCode()).isEqualTo("01");
        assertThat(one("ORC|RE||I1^EHR", GIVEN.replace("00^New^NIP001", "")).hasPrimarySource())
                .isFalse();
    }

    @Test
    void refusalsAndDeletionsAreNoDoses() {
        assertThat(one("ORC|RE||I1", GIVEN.replace("|CP|", "|RE|")).getStatus()).isEqualTo(ImmunizationStatus.NOTDONE);
        assertThat(one("ORC|RE||I1", GIVEN.replace("|||CP|A", "|00^Refusal^NIP002||"))
                        .getStatus())
                .isEqualTo(ImmunizationStatus.NOTDONE);
        assertThat(one("ORC|RE||I1", GIVEN.replace("|CP|A", "|CP|D")).getStatus())
                .isEqualTo(ImmunizationStatus.ENTEREDINERROR);
        assertThat(one("ORC|RE||I1", GIVEN.replace("|CP|A", "")).getStatus()).isNull();
    }

    @Test
    void vaccinesUnderOneOrderNumberStayApart() {
        var result = convert(
                "ORC|RE||9999^EHR",
                GIVEN,
                "ORC|RE||9999^EHR",
                GIVEN.replace("48^Hib", "20^DTaP"),
                "ORC|RE||9999^EHR",
                GIVEN.replace("20240102", "20240302"));

        assertThat(result.all(Immunization.class))
                .extracting(i -> i.getId())
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void whatWasObservedBelongsToItsVaccination() {
        var result = convert(
                "OBX|1|NM|29463-7^Weight^LN||9|kg|||||F",
                "ORC|RE||I1^EHR",
                GIVEN,
                "OBX|1|CE|64994-7^Eligibility^LN|1|V02^Medicaid^HL70064||||||F",
                "OBX|2|CE|31044-1^Reaction^LN|2|VXC12^Fever^CDCPHINVS||||||F|||20240103");

        Immunization given = result.only(Immunization.class);
        assertThat(given.getProgramEligibilityFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("V02");
        Observation fever = result.all(Observation.class).get(2);
        assertThat(given.getReactionFirstRep().getDetail().getReference())
                .isEqualTo("Observation/" + fever.getIdPart());
        assertThat(given.getReactionFirstRep().getDateElement().getValueAsString())
                .isEqualTo("2024-01-03");
        assertThat(fever.getPartOfFirstRep().getReference()).isEqualTo("Immunization/" + given.getIdPart());
        assertThat(result.all(Observation.class).get(0).hasPartOf()).isFalse();
    }
}

package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.chartlift.record.Outcome;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.junit.jupiter.api.Test;

/** The built-in maps of ORU messages. */
class ResultMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";
    private static final String ORDER =
            "OBR|1|P1^EHR|F1^LAB|24331-1^Lipid panel^LN|||20240102080000+0100|||||||||||||||20240102093000+0100||LAB|F";

    private static MapFixture.Result convert(String... segments) {
        return MapFixture.convert(
                MAPS, "MSH|^~\\&|LAB|FAC|||20240102100000+0100||ORU^R01|1|P|2.5.1\r" + String.join("\r", segments));
    }

    private static Observation value(String type, String value, String units) {
        return convert(PATIENT, ORDER, "OBX|1|" + type + "|2093-3^Chol^LN|1|" + value + "|" + units + "|||||F")
                .only(Observation.class);
    }

    @Test
    void aNumberHasItsUnitAndUcumOnlyIfTheSourceSaysSo() {
        Quantity ucum = value("NM", "+05.10", "mmol/L^millimole per liter^UCUM").getValueQuantity();
        assertThat(ucum.getValueElement().asStringValue()).isEqualTo("5.10");
        assertThat(ucum.getUnit()).isEqualTo("millimole per liter");
        assertThat(ucum.getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(ucum.getCode()).isEqualTo("mmol/L");

        Quantity other = value("NM", "5", "mg/dl").getValueQuantity();
        assertThat(other.getUnit()).isEqualTo("mg/dl");
        assertThat(other.hasSystem()).isFalse();
    }

    @Test
    void whatIsNotOfItsTypeStaysAText() {
        assertThat(value("NM", "haemolysed", "").getValueStringType().getValue())
                .isEqualTo("haemolysed");
        assertThat(value("SN", "^2^+", "").getValueStringType().getValue()).isEqualTo("^2^+");
        assertThat(value("NA", "1^2^3", "").getValueStringType().getValue()).isEqualTo("1^2^3");
    }

    @Test
    void anUnknownTypeCostsAFindingAndNothingElse() {
        var result = convert(
                PATIENT, ORDER, "OBX|1|QQ|1^A^L||x^y&z||||||F", "OBX|2||2^B^L||w||||||F", "OBX|3|NM|3^C^L||7||||||F");

        assertThat(result.all(Observation.class)).hasSize(3);
        assertThat(result.all(Observation.class).get(0).getValueStringType().getValue())
                .isEqualTo("x^y&z");
        assertThat(result.findings()).containsExactly("B value-type", "B value-type");
        assertThat(result.conversion().isClean()).isTrue();
        assertThat(result.outcome("OBX-5.2.2").outcome()).isEqualTo(Outcome.MAPPED);
    }

    @Test
    void structuredNumbersBecomeQuantitiesRangesAndRatios() {
        Quantity above = value("SN", ">^100", "mg").getValueQuantity();
        assertThat(above.getComparator()).isEqualTo(Quantity.QuantityComparator.GREATER_THAN);
        assertThat(above.getValue()).isEqualByComparingTo("100");
        assertThat(value("SN", "^10^-^20", "mg").getValueRange().getHigh().getValue())
                .isEqualByComparingTo(new BigDecimal(20));
        Ratio titer = value("SN", "^1^:^128", "").getValueRatio();
        assertThat(titer.getDenominator().getValue()).isEqualByComparingTo("128");
    }

    @Test
    void repeatedCodesAreComponentsAndRepeatedTextsAreLines() {
        Observation codes = value("CWE", "A^Alpha^L~B^Beta^L", "");
        assertThat(codes.hasValue()).isFalse();
        assertThat(codes.getComponent()).hasSize(2);
        assertThat(codes.getComponent()
                        .get(1)
                        .getValueCodeableConcept()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("B");
        assertThat(value("TX", "one & two~~three", "").getValueStringType().getValue())
                .isEqualTo("one & two\n\nthree");
    }

    @Test
    void noStateIsInvented() {
        var result = convert(PATIENT, "OBR|1||F1|24331-1^Lipid panel^LN", "OBX|1|NM|2093-3^Chol^LN||5");

        assertThat(result.only(Observation.class).getStatus()).isEqualTo(Observation.ObservationStatus.UNKNOWN);
        assertThat(result.only(DiagnosticReport.class).getStatus())
                .isEqualTo(DiagnosticReport.DiagnosticReportStatus.UNKNOWN);
        assertThat(result.only(ServiceRequest.class).getStatus())
                .isEqualTo(ServiceRequest.ServiceRequestStatus.UNKNOWN);
    }

    @Test
    void aCodeWithoutATranslationIsKeptBesideTheStatus() {
        var result = convert(PATIENT, "ORC|RE|P1", ORDER);

        assertThat(result.only(ServiceRequest.class).getStatus())
                .isEqualTo(ServiceRequest.ServiceRequestStatus.UNKNOWN);
        assertThat(result.became("ORC-1")).isEqualTo("carried no-translation");
    }

    @Test
    void aCorrectionMeetsWhatItCorrectsAndNothingElse() {
        String corrected = "OBX|1|NM|2093-3^Chol^LN|1|6||||||C";
        String first = id(PATIENT, ORDER, "OBX|1|NM|2093-3^Chol^LN|1|5||||||P");

        assertThat(id(PATIENT, ORDER, "NTE|1||again", corrected)).isEqualTo(first);
        assertThat(id("PID|1||78^^^HOSP^MR", ORDER, corrected)).isNotEqualTo(first);
        assertThat(id(PATIENT, ORDER.replace("F1", "F2"), corrected)).isNotEqualTo(first);
        assertThat(id(PATIENT, ORDER.replace("24331-1", "24331-2"), corrected)).isNotEqualTo(first);
        assertThat(id(PATIENT, ORDER, corrected.replace("|1|6", "|2|6"))).isNotEqualTo(first);
        assertThat(id(PATIENT, ORDER, "OBX|1||2093-3^Chol^LN|1|||||||U")).isEqualTo(first);
    }

    private static String id(String... segments) {
        return convert(segments).only(Observation.class).getId();
    }

    @Test
    void resultsWithoutAnyOrderNumberNeverMeet() {
        String order = "OBR|1|||24331-1^Lipid panel^LN";
        assertThat(id(PATIENT, order, "OBX|1|NM|2093-3^Chol^LN||5||||||F"))
                .isNotEqualTo(id(PATIENT, order, "OBX|1|NM|2093-3^Chol^LN||6||||||F"));
    }

    @Test
    void theReportHoldsTheResultsOfItsOwnOrderInTheirOrder() {
        var result = convert(
                PATIENT,
                ORDER,
                "OBX|1|NM|a^A^L||1||||||F",
                "OBX|2|NM|b^B^L||2||||||F",
                "OBR|2||F1^LAB|99^Other^L|||||||||||||||||||||F",
                "OBX|1|NM|c^C^L||3||||||F");

        List<DiagnosticReport> reports = result.all(DiagnosticReport.class);
        List<String> ids = result.all(Observation.class).stream()
                .map(o -> "Observation/" + o.getIdPart())
                .toList();
        assertThat(reports).hasSize(2);
        assertThat(reports.get(0).getResult())
                .extracting(r -> r.getReference())
                .containsExactlyElementsOf(ids.subList(0, 2));
        assertThat(reports.get(1).getResult()).extracting(r -> r.getReference()).containsExactly(ids.get(2));
        assertThat(reports.get(0).getIssuedElement().getValueAsString()).isEqualTo("2024-01-02T09:30:00+01:00");
    }

    @Test
    void observationsOnThePatientAreNotUnderTheOrder() {
        var result = convert(PATIENT, "OBX|1|NM|8302-2^Height^LN||180||||||F", ORDER);

        Observation height = result.only(Observation.class);
        assertThat(height.hasBasedOn()).isFalse();
        assertThat(height.hasEffective()).isFalse();
        assertThat(result.only(DiagnosticReport.class).hasResult()).isFalse();
    }

    @Test
    void notesStandOnWhatTheyFollow() {
        var result = convert(
                PATIENT,
                "NTE|1||of the patient",
                ORDER,
                "NTE|1||of the order",
                "OBX|1|NM|a^A^L||1||||||F",
                "NTE|1||first~second",
                "NTE|2||A & B");

        assertThat(result.only(ServiceRequest.class).getNote())
                .extracting(n -> n.getText())
                .containsExactly("of the order");
        assertThat(result.only(Observation.class).getNote())
                .extracting(n -> n.getText())
                .containsExactly("first\nsecond", "A & B");
        assertThat(result.became("NTE-3")).isEqualTo("carried");
        assertThat(result.json(Patient.class)).contains("of the patient");
    }

    @Test
    void oneSpecimenUnderTwoOrdersIsOne() {
        String tube = "SPM|1|^S9&LAB||BLD^Blood^HL70487";
        var result = convert(
                PATIENT,
                ORDER,
                "OBX|1|NM|a^A^L||1||||||F",
                tube,
                ORDER.replace("F1", "F2"),
                tube,
                ORDER.replace("F1", "F3"),
                tube.replace("BLD^Blood", "UR^Urine"));

        List<Specimen> specimens = result.all(Specimen.class);
        assertThat(specimens).hasSize(2);
        List<DiagnosticReport> reports = result.all(DiagnosticReport.class);
        assertThat(reports.get(1).getSpecimenFirstRep().getReference())
                .isEqualTo(reports.get(0).getSpecimenFirstRep().getReference());
        assertThat(result.only(Observation.class).getSpecimen().getReference())
                .isEqualTo("Specimen/" + specimens.get(0).getIdPart());
    }

    @Test
    void anEmbeddedDocumentPointsToItsReport() {
        var result = convert(PATIENT, ORDER, "OBX|1|ED|PDF^Report^L||LAB^AP^PDF^Base64^aGVsbG8=||||||F");

        DocumentReference document = result.only(DocumentReference.class);
        assertThat(document.getStatus()).isEqualTo(DocumentReferenceStatus.CURRENT);
        assertThat(document.getContentFirstRep().getAttachment().getUrl())
                .isEqualTo("Binary/" + result.only(Binary.class).getIdPart());
        assertThat(result.only(Binary.class).getData()).asString().isEqualTo("hello");
        assertThat(document.getContext().getRelatedFirstRep().getReference())
                .isEqualTo("DiagnosticReport/"
                        + result.only(DiagnosticReport.class).getIdPart());
        assertThat(result.all(Observation.class)).isEmpty();
    }

    @Test
    void aTextSpreadOverSegmentsIsOneTextAndOtherRepeatsStayApart() {
        var result = convert(
                PATIENT,
                ORDER,
                "OBX|1|TX|T^Text^L||one||||||F",
                "OBX|2|TX|T^Text^L||||||||F",
                "OBX|3|TX|T^Text^L||three||||||F",
                "OBX|4|NM|a^A^L||1||||||F",
                "OBX|5|NM|a^A^L||2||||||F",
                "OBX|6|ST|T^Text^L||apart||||||F");

        assertThat(result.all(Observation.class))
                .extracting(o -> o.hasValueQuantity()
                        ? o.getValueQuantity().getValue().toString()
                        : o.getValueStringType().getValue())
                .containsExactly("one\n\nthree", "1", "2", "apart");
        assertThat(result.all(Observation.class)).extracting(o -> o.getId()).doesNotHaveDuplicates();
        assertThat(result.only(DiagnosticReport.class).getResult()).hasSize(4);
        assertThat(result.outcome("OBX[3]-5").targets())
                .containsExactly(
                        "Observation/" + result.all(Observation.class).get(0).getIdPart() + ".valueString");
    }

    @Test
    void aPendingTextAndTheNumberThatFollowsAreOneResult() {
        String number = id(PATIENT, ORDER, "OBX|1|NM|2093-3^Chol^LN|1|5||||||F");
        assertThat(id(PATIENT, ORDER, "OBX|1|TX|2093-3^Chol^LN|1|pending||||||P"))
                .isEqualTo(number);
    }

    @Test
    void aCorrectedReportIsTheReportThatWasSentAndNoOther() {
        String specimen = "SPM|1|^S9&LAB||BLD^Blood^HL70487";
        var last = convert(
                PATIENT,
                "ORC|RE|P1^EHR|F1^LAB",
                ORDER,
                "OBX|1|NM|2093-3^Chol^LN|1|5|mmol/L||H|||F",
                "OBX|2|CWE|6463-4^Culture^LN|1|A^Alpha^L||||||F",
                "OBX|3|TX|T^Text^L||one||||||F",
                specimen);
        var corrected = convert(
                PATIENT,
                "ORC|RE|P1^EHR|F1^LAB",
                ORDER.replace("LAB|F", "LAB|C"),
                "OBX|1|NM|2093-3^Chol^LN|1|7|mmol/L|||||C",
                "OBX|2|CWE|6463-4^Culture^LN|1|B^Beta^L||||||X",
                "OBX|3|TX|T^Text^L||two||||||D",
                specimen);

        for (var type : List.of(
                Patient.class, ServiceRequest.class, DiagnosticReport.class, Observation.class, Specimen.class)) {
            assertThat(corrected.all(type))
                    .extracting(r -> r.getId())
                    .containsExactlyElementsOf(
                            last.all(type).stream().map(r -> r.getId()).toList());
        }
        assertThat(corrected.only(DiagnosticReport.class).getStatus())
                .isEqualTo(DiagnosticReport.DiagnosticReportStatus.CORRECTED);
        assertThat(corrected.all(Observation.class))
                .extracting(o -> o.getStatus())
                .containsExactly(
                        Observation.ObservationStatus.CORRECTED,
                        Observation.ObservationStatus.CANCELLED,
                        Observation.ObservationStatus.ENTEREDINERROR);
        assertThat(corrected.all(Observation.class).get(0).hasInterpretation()).isFalse();
        assertThat(corrected.conversion().resources())
                .filteredOn(r -> r.resource() instanceof Observation)
                .allSatisfy(r -> assertThat(r.update()).isEqualTo(ConvertedResource.Update.REPLACE));
    }

    @Test
    void aSusceptibilityKnowsTheOrganismItWasTestedOn() {
        var result = convert(
                PATIENT,
                "OBR|1|P1^EHR|F1^LAB|600-7^Blood culture^LN|||||||||||||||||||||F",
                "OBX|1|CWE|600-7^Bacteria^LN|1|ECO^E. coli^L||||||F",
                "OBX|2|CWE|600-7^Bacteria^LN|2|SAU^S. aureus^L||||||F",
                "OBR|2|P1^EHR|F2^LAB|50545-3^Susceptibility^LN|||||||||||||||||||||F|600-7&Bacteria&LN^2^S. aureus|||P1&EHR^F1&LAB",
                "OBX|1|SN|18907-6^Clarithromycin^LN||<=^4|ug/mL||S|||F");

        List<Observation> all = result.all(Observation.class);
        assertThat(all.get(2).getDerivedFrom())
                .extracting(r -> r.getReference())
                .containsExactly("Observation/" + all.get(1).getIdPart());
        assertThat(all.get(0).hasDerivedFrom() || all.get(1).hasDerivedFrom()).isFalse();
        List<ServiceRequest> orders = result.all(ServiceRequest.class);
        assertThat(orders.get(1).getBasedOnFirstRep().getIdentifier().getValue())
                .isEqualTo("P1");
    }

    @Test
    void aParentInAnotherRecordOrOneThatCannotBeToldIsNotGuessed() {
        String child =
                "OBR|2|P1^EHR|F2^LAB|50545-3^Susceptibility^LN|||||||||||||||||||||F|600-7&Bacteria&LN^^x|||P1&EHR^F1&LAB";
        String result = "OBX|1|SN|18907-6^Clarithromycin^LN||<=^4|ug/mL||S|||F";
        assertThat(convert(PATIENT, child, result).only(Observation.class).hasDerivedFrom())
                .isFalse();

        var twice = convert(
                PATIENT,
                "OBR|1|P1^EHR|F1^LAB|600-7^Blood culture^LN",
                "OBX|1|CWE|600-7^Bacteria^LN||ECO^E. coli^L||||||F",
                "OBX|2|CWE|600-7^Bacteria^LN||SAU^S. aureus^L||||||F",
                child,
                result);
        assertThat(twice.all(Observation.class).get(2).hasDerivedFrom()).isFalse();
        assertThat(twice.became("OBR[2]-26.1.1")).isEqualTo("carried");
    }

    @Test
    void anAliquotKnowsItsParent() {
        var result = convert(PATIENT, ORDER, "SPM|1|S1&EHR^F9&LAB||BLD", "SPM|2|^F10&LAB|S1&EHR^F9&LAB|PLAS");

        Specimen aliquot = result.all(Specimen.class).get(1);
        assertThat(aliquot.getParentFirstRep().getReference())
                .isEqualTo("Specimen/" + result.all(Specimen.class).get(0).getIdPart());
        assertThat(aliquot.getParentFirstRep().getIdentifier().getValue()).isEqualTo("F9");
    }

    @Test
    void theLaboratoryThatPerformedTheTestIsNamedByOldFieldsAndByNewSegments() {
        String result = "OBX|1|NM|a^A^L||1||||||F||||||||||||";
        var old = convert(PATIENT, ORDER, result + "City Lab^^^^^CLIA^XX^^^11D1|1 Main St^^Town^MN^55101");
        var now = convert(
                PATIENT,
                ORDER,
                result.replaceAll("[|]+$", ""),
                "PRT|1|AD||PO^Performing Organization^HL70912||||City Lab^^^^^CLIA^XX^^^11D1",
                "PRT|2|AD||EQUIP^Equipment^HL70912||||||An1^LAB");

        for (var each : List.of(old, now)) {
            Observation observation = each.only(Observation.class);
            assertThat(observation.getPerformer())
                    .extracting(r -> r.getReference())
                    .contains("Organization/"
                            + each.all(Organization.class).stream()
                                    .filter(o -> "City Lab".equals(o.getName()))
                                    .findFirst()
                                    .orElseThrow()
                                    .getIdPart());
        }
        assertThat(now.only(Observation.class).hasDevice()).isTrue();
    }

    @Test
    void aNoteOnADocumentStaysWithTheDocument() {
        var result = convert(
                PATIENT, ORDER, "OBX|1|ED|PDF^Report^L||LAB^AP^PDF^Base64^aGVsbG8=||||||F", "NTE|1||see page two");

        assertThat(result.json(DocumentReference.class)).contains("see page two");
        assertThat(result.conversion().isClean()).isTrue();
    }

    @Test
    void aResultThatIsAwaitedHasNoValueAndNoInventedReason() {
        Observation pending = convert(PATIENT, ORDER, "OBX|1|NM|a^A^L||||||||I").only(Observation.class);

        assertThat(pending.getStatus()).isEqualTo(Observation.ObservationStatus.REGISTERED);
        assertThat(pending.hasValue()).isFalse();
        assertThat(pending.hasDataAbsentReason()).isFalse();
    }
}

package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.junit.jupiter.api.Test;

/** The built-in maps of laboratory and general orders, of their responses and of results that put the specimen first. */
class OrderMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";
    private static final String ORC = "ORC|NW|P1^EHR|||||||20240102080000+0100|||9^Order^Olga";
    private static final String OBR = "OBR|1|P1^EHR||24331-1^Lipid panel^LN|||20240102073000+0100";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|EHR|FAC|||20240102100000+0100||" + event + "|1|P|2.5.1\r" + String.join("\r", segments));
    }

    private static String referenceTo(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    @Test
    void anOrderKnowsItsReasonItsSpecimensAndTheAnswersGivenWithIt() {
        var result = convert(
                "OML^O21",
                PATIENT,
                ORC,
                "TQ1|1||||||20240102||S",
                OBR,
                "NTE|1||fasting since ten",
                "DG1|1||E78.5^Hyperlipidaemia^I10",
                "OBX|1|ST|49541-6^Fasting^LN||yes||||||O",
                "OBX|2|ED|X^Referral^L||^application^pdf^Base64^aGVsbG8=||||||O",
                "SPM|1|S1^||SER^Serum^HL70487",
                "SPM|2|S2^||UR^Urine^HL70487");

        ServiceRequest order = result.only(ServiceRequest.class);
        assertThat(order.getStatus()).isEqualTo(ServiceRequest.ServiceRequestStatus.ACTIVE);
        assertThat(order.getPriority()).isEqualTo(ServiceRequest.ServiceRequestPriority.STAT);
        assertThat(order.getReasonReference())
                .extracting(Reference::getReference)
                .containsExactly(referenceTo(result.only(Condition.class)));
        assertThat(order.getSpecimen())
                .extracting(Reference::getReference)
                .containsExactlyElementsOf(result.all(Specimen.class).stream()
                        .map(OrderMapsTest::referenceTo)
                        .toList());
        assertThat(order.getSupportingInfo())
                .extracting(Reference::getReference)
                .containsExactlyInAnyOrder(
                        referenceTo(result.only(Observation.class)), referenceTo(result.only(DocumentReference.class)));
        assertThat(order.getNote()).extracting(n -> n.getText()).containsExactly("fasting since ten");
        assertThat(result.all(DiagnosticReport.class)).isEmpty();
        assertThat(result.conversion().isClean()).isTrue();
    }

    @Test
    void anAnswerAtOrderEntryIsNoResultOfTheOrderAndHasNoTimeButItsOwn() {
        Observation answer = convert(
                        "OML^O21", PATIENT, ORC, OBR, "OBX|1|NM|3141-9^Weight^LN||70|kg|||||O", "SPM|1|S1||SER")
                .only(Observation.class);

        assertThat(answer.hasBasedOn()).isFalse();
        assertThat(answer.hasEffective()).isFalse();
        assertThat(answer.hasSpecimen()).isFalse();
        assertThat(answer.getValueQuantity().getUnit()).isEqualTo("kg");
    }

    @Test
    void anOrderSentAgainAndItsResultAreAboutTheSameRequest() {
        String answer = "OBX|1|NM|3141-9^Weight^LN||70|kg|||||O";
        var first = convert("OML^O21", PATIENT, ORC, OBR, answer);
        var again = convert(
                "OML^O21",
                PATIENT,
                ORC.replace("NW", "XO"),
                OBR + "||||||||",
                "NTE|1||urgent now",
                answer.replace("70", "71"));
        var response = convert(
                "ORL^O22", "MSA|AA|1", PATIENT, "ORC|OK|P1^EHR|F1^LAB", "OBR|1|P1^EHR|F1^LAB|24331-1^Lipid panel^LN");
        var report =
                convert("ORU^R01", PATIENT, "OBR|1|P1^EHR|F1^LAB|24331-1^Lipid panel^LN", "OBX|1|NM|a^A^L||1||||||F");

        String id = first.only(ServiceRequest.class).getId();
        assertThat(again.only(ServiceRequest.class).getId()).isEqualTo(id);
        assertThat(response.only(ServiceRequest.class).getId()).isEqualTo(id);
        assertThat(report.only(ServiceRequest.class).getId()).isEqualTo(id);
        assertThat(again.only(Observation.class).getId())
                .isEqualTo(first.only(Observation.class).getId());
    }

    @Test
    void aCancelledOrderIsRevoked() {
        assertThat(convert("OML^O21", PATIENT, ORC.replace("NW", "CA"), OBR)
                        .only(ServiceRequest.class)
                        .getStatus())
                .isEqualTo(ServiceRequest.ServiceRequestStatus.REVOKED);
    }

    @Test
    void aNewOrderWithoutDetailIsKeptAndAChangeOfOneIsLeftToAHuman() {
        var order = convert("OML^O21", PATIENT, "ORC|NW|P7^EHR");
        assertThat(order.only(ServiceRequest.class).getIdentifierFirstRep().getValue())
                .isEqualTo("P7");

        assertThat(convert("OML^O21", PATIENT, "ORC|CA|P7^EHR").conversion().isClean())
                .isFalse();
    }

    @Test
    void twoOrdersEachKeepWhatIsTheirs() {
        var result = convert(
                "OMG^O19",
                PATIENT,
                ORC,
                OBR,
                "DG1|1||A01^First^I10",
                "ORC|NW|P2^EHR",
                "OBR|2|P2^EHR||30746-2^CT^LN",
                "DG1|1||B02^Second^I10",
                "AL1|1|DA|1^Penicillin^L");

        List<ServiceRequest> orders = result.all(ServiceRequest.class);
        List<Condition> reasons = result.all(Condition.class);
        assertThat(orders).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(orders.get(i).getReasonReference())
                    .extracting(Reference::getReference)
                    .containsExactly(referenceTo(reasons.get(i)));
        }
        assertThat(result.only(AllergyIntolerance.class).getPatient().getReference())
                .isEqualTo(referenceTo(result.only(Patient.class)));
    }

    @Test
    void aPriorResultOfAnotherPatientStaysWithThatPatient() {
        var result = convert(
                "OML^O21",
                PATIENT,
                ORC,
                OBR,
                "PID|1||99^^^HOSP^MR||Doe^Mother",
                "ORC|PR|P0^EHR",
                "OBR|1|P0^EHR|F0^LAB|883-9^ABO^LN|||||||||||||||||||||F",
                "OBX|1|CWE|883-9^ABO^LN||O^O^L||||||F");

        List<Patient> patients = result.all(Patient.class);
        DiagnosticReport prior = result.only(DiagnosticReport.class);
        assertThat(prior.getSubject().getReference()).isEqualTo(referenceTo(patients.get(1)));
        assertThat(result.only(Observation.class).getSubject().getReference()).isEqualTo(referenceTo(patients.get(1)));
        assertThat(result.all(ServiceRequest.class).get(0).getSubject().getReference())
                .isEqualTo(referenceTo(patients.get(0)));
        assertThat(prior.getResult()).hasSize(1);
    }

    @Test
    void aNewOrderBehindThePriorResultOfAnotherPatientIsNotGivenToThatPatient() {
        var result = convert(
                "OML^O21",
                PATIENT,
                ORC,
                OBR,
                "PID|1||99^^^HOSP^MR||Doe^Mother",
                "OBR|1|P0^EHR|F0^LAB|883-9^ABO^LN",
                "OBX|1|CWE|883-9^ABO^LN||O^O^L||||||F",
                "ORC|NW|P2^EHR",
                "OBR|2|P2^EHR||30746-2^CT^LN");

        assertThat(result.conversion().isClean()).isFalse();
    }

    @Test
    void ordersOnASpecimenReferToIt() {
        var result = convert(
                "OML^O33",
                PATIENT,
                "SPM|1|S1||SER",
                "SAC|||C1^LAB",
                ORC,
                OBR,
                "ORC|NW|P2^EHR",
                "OBR|2|P2^EHR||2^Two^L");

        Specimen specimen = result.only(Specimen.class);
        assertThat(specimen.getContainerFirstRep().getIdentifierFirstRep().getValue())
                .isEqualTo("C1");
        assertThat(result.all(ServiceRequest.class)).hasSize(2).allSatisfy(o -> assertThat(
                        o.getSpecimenFirstRep().getReference())
                .isEqualTo(referenceTo(specimen)));
    }

    @Test
    void threeTubesOfOneAuthorityAreThreeSpecimens() {
        // some write an EI (number^authority) where the standard has a pair of numbers
        var result = convert("OML^O21", PATIENT, ORC, OBR, "SPM|1|1^LAB||SER", "SPM|2|2^LAB||SER", "SPM|3|3^LAB||SER");

        assertThat(result.all(Specimen.class)).hasSize(3);
    }

    @Test
    void theOrderingProviderOfTheDetailIsNotLostBehindTheOrganization() {
        var result = convert(
                "OML^O21",
                PATIENT,
                "ORC|NW|P1^EHR|||||||||||||||||||Surgery^^^^^^FI^^^S1",
                "OBR|1|P1^EHR||24331-1^Lipid panel^LN||||||||||||9^Order^Olga");

        PractitionerRole role = result.only(PractitionerRole.class);
        assertThat(result.only(ServiceRequest.class).getRequester().getReference())
                .isEqualTo(referenceTo(role));
        assertThat(role.hasPractitioner() && role.hasOrganization()).isTrue();
    }

    @Test
    void resultsThatPutTheSpecimenFirstAreReportsOnIt() {
        for (String event : List.of("OUL^R22", "OUL^R23")) {
            var result = convert(
                    event,
                    PATIENT,
                    "SPM|1|S1||SER",
                    "OBX|1|NM|19151-0^Volume^LN||5|mL|||||F",
                    "SAC|||C1^LAB",
                    "INV|R1^Reagent",
                    "OBR|1|P1^EHR|F1^LAB|24331-1^Lipid panel^LN",
                    "ORC|SC|P1^EHR|F1^LAB",
                    "OBX|1|NM|2093-3^Chol^LN||5|mmol/L|||||F",
                    "TCD|2093-3^Chol^LN|^1^:^10",
                    "NTE|1||diluted");

            DiagnosticReport report = result.only(DiagnosticReport.class);
            Specimen specimen = result.only(Specimen.class);
            List<Observation> all = result.all(Observation.class);
            assertThat(report.getSpecimenFirstRep().getReference()).isEqualTo(referenceTo(specimen));
            assertThat(report.getResult()).extracting(Reference::getReference).containsExactly(referenceTo(all.get(1)));
            assertThat(all)
                    .allSatisfy(o -> assertThat(o.getSpecimen().getReference()).isEqualTo(referenceTo(specimen)));
            assertThat(all.get(0).hasBasedOn()).isFalse();
            assertThat(all.get(1).getNoteFirstRep().getText()).isEqualTo("diluted");
            assertThat(result.became("TCD-2.4")).isEqualTo("carried");
            assertThat(result.conversion().isClean()).isTrue();
        }
    }

    @Test
    void resultsOfAutomationHaveTheContainerAsSpecimen() {
        var result = convert(
                "OUL^R21",
                PATIENT,
                "SAC|||C1^LAB|||SER^Serum",
                "SID|R^Reagent|L1",
                OBR.replace("||24331", "|F1^LAB|24331"),
                "OBX|1|NM|2093-3^Chol^LN||5||||||F");

        assertThat(result.only(DiagnosticReport.class).getSpecimenFirstRep().getReference())
                .isEqualTo(referenceTo(result.only(Specimen.class)));
        assertThat(result.conversion().isClean()).isTrue();
    }

    @Test
    void aResponseSaysWhatItAnswers() {
        var result = convert("ORL^O22", "MSA|AE|MSG-1", "ERR||PID^1^3|101^Required field missing^HL70357|E", PATIENT);

        MessageHeader header = result.only(MessageHeader.class);
        assertThat(header.getResponse().getIdentifier()).isEqualTo("MSG-1");
        assertThat(header.getResponse().getCode()).isEqualTo(MessageHeader.ResponseType.FATALERROR);
        assertThat(result.only(OperationOutcome.class)
                        .getIssueFirstRep()
                        .getDetails()
                        .getCodingFirstRep()
                        .getDisplay())
                .isEqualTo("Required field missing");
    }

    @Test
    void anImagingOrderHasTheNumbersByWhichItsImagesAreFound() {
        var result = convert(
                "OMI^O23",
                PATIENT,
                ORC,
                OBR,
                "IPC|A1^RIS|RP1^RIS|1.2.840.1^RIS|SPS1^RIS|CT^^DCM|P^Head^L|ST1^RIS|R1^Room 1^L");

        ServiceRequest order = result.only(ServiceRequest.class);
        assertThat(order.getIdentifier())
                .extracting(i -> i.getValue())
                .contains("A1", "RP1", "urn:oid:1.2.840.1", "SPS1");
        assertThat(order.getOrderDetail()).hasSize(2);
        assertThat(order.getLocationCodeFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("R1");
    }
}

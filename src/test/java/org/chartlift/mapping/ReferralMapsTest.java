package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.Test;

/** The built-in maps of referrals, consents and acknowledgments. */
class ReferralMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";
    private static final String REFERRER = "PRD|RP|Powell^Robert||||| LIC1^SL";
    private static final String REFERRED =
            "PRD|RT|McWilliams^Paul|||^WPN^PH^^^^5551234||LIC2^SL^MI^20301231|||Clinic^^C1";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|EHR|FAC|||20240102100000+0100||" + event + "|1|P|2.5.1\r" + String.join("\r", segments));
    }

    private static ServiceRequest referral(String event, String status) {
        return convert(
                        event,
                        "RF1|" + status + "|A|MED|SO~RP|O|R1^EHR|20240101|20240201|20240102|S|X1^OTHER|||for the knee",
                        REFERRER,
                        REFERRED,
                        PATIENT)
                .only(ServiceRequest.class);
    }

    @Test
    void aReferralSaysWhatWhyWhenAndByWhom() {
        ServiceRequest referral = referral("REF^I12", "A");

        assertThat(referral.getStatus()).isEqualTo(ServiceRequestStatus.ACTIVE);
        assertThat(referral.getPriority()).isEqualTo(ServiceRequest.ServiceRequestPriority.ASAP);
        assertThat(referral.getCategory()).hasSize(2);
        assertThat(referral.getIdentifier()).extracting(i -> i.getValue()).containsExactly("R1", "X1");
        assertThat(referral.getOccurrencePeriod().getEndElement().getValueAsString())
                .isEqualTo("2024-02-01");
        assertThat(referral.getAuthoredOnElement().getValueAsString()).isEqualTo("2024-01-02");
        assertThat(referral.getReasonCode()).hasSize(2);
        assertThat(referral.getRequester().getReference()).startsWith("PractitionerRole/");
        assertThat(referral.getPerformer()).hasSize(1);
        assertThat(referral.hasOrderDetail()).isFalse();
    }

    @Test
    void aReferralsStatusIsNotGuessed() {
        assertThat(referral("REF^I12", "P").getStatus()).isEqualTo(ServiceRequestStatus.UNKNOWN);
        assertThat(referral("REF^I13", "R").getStatus()).isEqualTo(ServiceRequestStatus.REVOKED);
        assertThat(referral("REF^I14", "A").getStatus()).isEqualTo(ServiceRequestStatus.REVOKED);
        assertThat(referral("REF^I15", "").getStatus()).isEqualTo(ServiceRequestStatus.UNKNOWN);
    }

    @Test
    void providersHaveTheirRolesNumbersAndClinics() {
        var result = convert("REF^I12", "RF1|A", REFERRER, REFERRED, "CTD|PC^Contact|Office", PATIENT);

        assertThat(result.all(PractitionerRole.class))
                .extracting(r -> r.getCodeFirstRep().getCodingFirstRep().getCode())
                .containsExactly("RP", "RT");
        PractitionerRole role = result.all(PractitionerRole.class).get(1);
        assertThat(role.getOrganization().getReference()).startsWith("Organization/");
        assertThat(role.getTelecomFirstRep().getValue()).isEqualTo("5551234");
        assertThat(result.all(Practitioner.class))
                .filteredOn(p -> p.getNameFirstRep().getFamily().equals("McWilliams"))
                .extracting(p ->
                        p.getIdentifierFirstRep().getPeriod().getEndElement().getValueAsString())
                .containsExactly("2030-12-31");
    }

    @Test
    void aMessageWithoutReferralDetailsIsKept() {
        var result = convert("REF^I12", "AUT|PLAN|PAYER", REFERRER, PATIENT, "NTE|1||remark");
        assertThat(result.findings()).isEmpty();
        assertThat(result.all(ServiceRequest.class)).isEmpty();
        assertThat(result.all(PractitionerRole.class)).hasSize(1);
    }

    @Test
    void anAnswerToAReferralNamesTheMessageItAnswers() {
        var result = convert("RRI^I12", "MSA|AA|77", "RF1|A||||| R1^EHR", REFERRER, PATIENT);
        assertThat(result.only(MessageHeader.class).getResponse().getIdentifier())
                .isEqualTo("77");
        assertThat(result.only(ServiceRequest.class).getStatus()).isEqualTo(ServiceRequestStatus.ACTIVE);
    }

    @Test
    void anAcknowledgmentSaysWhatItAnswersAndWhatWasWrong() {
        var result = convert(
                "ACK^A01",
                "MSA|AE|4711",
                "ERR||PID^1^3|101^Required field missing^HL70357|E||||no patient id",
                "ERR||PV1^1^2|103^Table value not found^HL70357|W");

        MessageHeader header = result.only(MessageHeader.class);
        assertThat(header.getResponse().getCode()).isEqualTo(ResponseType.FATALERROR);
        assertThat(header.getResponse().getIdentifier()).isEqualTo("4711");
        OperationOutcome outcome = result.only(OperationOutcome.class);
        assertThat(header.getResponse().getDetails().getReference())
                .isEqualTo("OperationOutcome/" + outcome.getIdPart());
        assertThat(outcome.getIssue())
                .extracting(i -> i.getSeverity())
                .containsExactly(IssueSeverity.ERROR, IssueSeverity.WARNING);
        assertThat(outcome.getIssue())
                .extracting(i -> i.getCode())
                .containsExactly(IssueType.REQUIRED, IssueType.CODEINVALID);
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void anAcknowledgmentOfAnIdThatFhirCannotHoldKeepsIt() {
        var result = convert("ACK", "MSA|AR|id with blanks|not today");

        MessageHeader header = result.only(MessageHeader.class);
        assertThat(header.hasResponse()).isFalse();
        assertThat(result.became("MSA-2")).isEqualTo("carried");
        assertThat(header.getFocusFirstRep().getReference()).startsWith("OperationOutcome/");
    }

    @Test
    void aRejectionIsNotReadAsOneCauseOrTheOther() {
        MessageHeader header = convert("ACK", "MSA|AR|1|not today").only(MessageHeader.class);
        assertThat(header.getResponse().getCode()).isNull();
        assertThat(header.getResponse().getDetails().getReference()).startsWith("OperationOutcome/");
    }

    @Test
    void consentsStandBesideTheirDocument() {
        var result = convert(
                "MDM^T02",
                "EVN|T02|20240102",
                PATIENT,
                "PV1|1|O",
                "TXA|1|CN||||||||||D1^EHR",
                "CON|1|001^Release of information|FORM 7|C1^EHR|||||no sharing with research|W|L||20240101|20240101|20250101|||||||||Doe^Mary|2",
                "OBX|1|TX|T^Text^L||consent");

        Consent consent = result.only(Consent.class);
        assertThat(consent.getStatus()).isEqualTo(Consent.ConsentState.ACTIVE);
        assertThat(consent.getProvision().getPeriod().getEndElement().getValueAsString())
                .isEqualTo("2025-01-01");
        assertThat(consent.getPolicyRule().getText()).isEqualTo("FORM 7");
        assertThat(consent.getPerformerFirstRep().getReference())
                .isEqualTo("RelatedPerson/" + result.only(RelatedPerson.class).getIdPart());
        assertThat(result.only(DocumentReference.class).getContext().getRelated())
                .extracting(r -> r.getReference())
                .contains("Consent/" + consent.getIdPart());
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void refusedAndBypassedConsentsAreNoConsents() {
        assertThat(consent("R").getStatus()).isEqualTo(Consent.ConsentState.REJECTED);
        assertThat(consent("X").getStatus()).isEqualTo(Consent.ConsentState.INACTIVE);
        assertThat(consent("B").getStatus()).isNull();
    }

    private static Consent consent(String status) {
        return convert(
                        "MDM^T01",
                        PATIENT,
                        "PV1|1|O",
                        "TXA|1|CN||||||||||D1^EHR",
                        "CON|1|001^Release of information||C1^EHR|||||||" + status)
                .only(Consent.class);
    }
}

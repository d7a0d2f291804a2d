package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;

/** The built-in maps of charges and accounts (DFT, BAR). */
class BillingMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane|||||||||||||A7^^^HOSP";
    private static final String VISIT = "PV1|1|I||||||||||||||||V1^^^HOSP|||||||||||||||||||||||||20240101080000+0100";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|BILL|FAC|||20240102100000+0100||" + event + "|1|P|2.5.1\rEVN|"
                        + event.substring(event.indexOf('^') + 1) + "|20240102100000+0100\r" + PATIENT + "\r"
                        + String.join("\r", segments));
    }

    private static String id(String charge) {
        return convert("DFT^P03", VISIT, charge).only(ChargeItem.class).getId();
    }

    @Test
    void aChargeHasItsCodeAmountPeopleAndReasons() {
        ChargeItem charge = convert(
                        "DFT^P03",
                        VISIT,
                        "FT1|1|T1|B1|20240101|20240102|CG|99213^Visit^C4|||2|150.50&USD|75.25&USD|||||||J45.9^Asthma^I10|1^Meyer^Ann|2^Ord^Ed||F9^LAB")
                .only(ChargeItem.class);

        assertThat(charge.getCode().getCodingFirstRep().getSystem()).isEqualTo("http://www.ama-assn.org/go/cpt");
        assertThat(charge.getQuantity().getValue()).isEqualByComparingTo("2");
        assertThat(charge.getPriceOverride().getValue()).isEqualByComparingTo("150.50");
        assertThat(charge.getPriceOverride().getCurrency()).isEqualTo("USD");
        assertThat(charge.getPerformer())
                .extracting(p -> p.getFunction().getCodingFirstRep().getCode())
                .containsExactly("PRF", "OP");
        assertThat(charge.getReasonFirstRep().getCodingFirstRep().getSystem())
                .isEqualTo("http://hl7.org/fhir/sid/icd-10");
        assertThat(charge.getSupportingInformationFirstRep().getIdentifier().getValue())
                .isEqualTo("F9");
        assertThat(charge.getOccurrenceDateTimeType().getValueAsString()).isEqualTo("2024-01-01");
        assertThat(charge.getEnteredDateElement().getValueAsString()).isEqualTo("2024-01-02");
        assertThat(charge.getStatus()).isEqualTo(ChargeItem.ChargeItemStatus.UNKNOWN);
        assertThat(charge.getAccountFirstRep().getReference()).startsWith("Account/");
        assertThat(charge.getContext().getReference()).startsWith("Encounter/");
        assertThat(charge.hasModifierExtension()).isFalse();
    }

    @Test
    void aCreditCannotBeReadAsACharge() {
        ChargeItem credit = convert("DFT^P03", VISIT, "FT1|1|T1||20240101||CD|99213^Visit^C4|||1|75.25")
                .only(ChargeItem.class);

        assertThat(credit.getModifierExtension().get(0).getUrl()).endsWith("/charge-transaction-type");
        assertThat(credit.getPriceOverride().hasCurrency()).isFalse();
    }

    @Test
    void aCreditAndTheChargeItTakesBackAreTwo() {
        String charge = "FT1|1|T1||20240101||CG|99213^Visit^C4|||1|75";
        assertThat(id(charge)).isEqualTo(id(charge.replace("|75", "|76")));
        assertThat(id(charge)).isNotEqualTo(id(charge.replace("CG", "CD")));
        assertThat(id(charge)).isNotEqualTo(id(charge.replace("|T1|", "|T2|")));
    }

    @Test
    void aChargeWithoutACodeSaysSo() {
        var result = convert("DFT^P03", VISIT, "FT1|1|T1||20240101^20240103||CG|");

        ChargeItem charge = result.only(ChargeItem.class);
        assertThat(charge.getCode().getExtensionFirstRep().getUrl()).endsWith("data-absent-reason");
        assertThat(charge.getOccurrencePeriod().getEndElement().getValueAsString())
                .isEqualTo("2024-01-03");
    }

    @Test
    void theOrderBehindAChargeIsNoReport() {
        var result = convert(
                "DFT^P03",
                VISIT,
                "FT1|1|T1||20240101||CG|99213^Visit^C4",
                "NTE|1||for the lab",
                "PR1|1||71045^X-ray^C4||20240101",
                "ORC|NW|P1^EHR",
                "OBR|1|P1^EHR||24331-1^Lipid panel^LN",
                "OBX|1|NM|2093-3^Chol^LN||5||||||F");

        ChargeItem charge = result.only(ChargeItem.class);
        assertThat(result.all(DiagnosticReport.class)).isEmpty();
        assertThat(charge.getNoteFirstRep().getText()).isEqualTo("for the lab");
        assertThat(charge.getServiceFirstRep().getReference())
                .isEqualTo("Procedure/" + result.only(Procedure.class).getIdPart());
        assertThat(charge.getSupportingInformation())
                .extracting(r -> r.getReference())
                .containsExactly(
                        "ServiceRequest/" + result.only(ServiceRequest.class).getIdPart());
    }

    @Test
    void anOrderNamedByItsNumberOnlyIsKept() {
        ServiceRequest order = convert("DFT^P03", VISIT, "ORC|NW|P1^EHR", "FT1|1|T1||20240101||CG|99213^Visit^C4")
                .only(ServiceRequest.class);

        assertThat(order.getIdentifierFirstRep().getValue()).isEqualTo("P1");
        assertThat(order.hasCode()).isFalse();
    }

    @Test
    void anAccountIsWhatItsEventSays() {
        assertThat(status("BAR^P01")).isEqualTo(Account.AccountStatus.ACTIVE);
        assertThat(status("BAR^P05")).isEqualTo(Account.AccountStatus.UNKNOWN);
        assertThat(status("BAR^P06")).isEqualTo(Account.AccountStatus.INACTIVE);
        assertThat(status("BAR^P02")).isEqualTo(Account.AccountStatus.INACTIVE);
        assertThat(status("ADT^A01")).isEqualTo(Account.AccountStatus.UNKNOWN);
    }

    private static Account.AccountStatus status(String event) {
        return convert(event, VISIT).only(Account.class).getStatus();
    }

    @Test
    void anAccountNamesItsCoverageAndGuarantorOncePerPerson() {
        String guarantor = "GT1|1|G1^^^HOSP|Doe^John||||||||FTH";
        var result = convert(
                "BAR^P01",
                VISIT,
                guarantor,
                "IN1|1|PLAN1|C1|Insurer||||||||||||||||||2||||||||||||||POL1",
                "PV1|2|O||||||||||||||||V2^^^HOSP",
                guarantor);

        Account account = result.only(Account.class);
        assertThat(account.getCoverageFirstRep().getPriority()).isEqualTo(2);
        assertThat(account.getCoverageFirstRep().getCoverage().getReference())
                .isEqualTo("Coverage/" + result.only(Coverage.class).getIdPart());
        assertThat(result.all(RelatedPerson.class)).hasSize(1);
        assertThat(result.all(Encounter.class)).hasSize(2);
    }

    @Test
    void anOrganizationMayStandInForThePatient() {
        var result = convert("BAR^P01", VISIT, "GT1|1|G1^^^HOSP|||||||||EMR||||||||||Works Ltd^^O1");

        assertThat(result.all(RelatedPerson.class)).isEmpty();
        assertThat(result.only(Account.class).getGuarantorFirstRep().getParty().getReference())
                .isEqualTo("Organization/"
                        + result.all(Organization.class).stream()
                                .filter(o -> "Works Ltd".equals(o.getName()))
                                .findFirst()
                                .orElseThrow()
                                .getIdPart());
    }

    @Test
    void billingDetailsStayWithTheVisit() {
        var result = convert(
                "BAR^P05",
                VISIT,
                "DRG|470^Joint replacement^MSDRG|20240103",
                "ACC|20240101||road",
                "UB1|1|3",
                "UB2|1|4",
                "ABS|9^Dis^Doc",
                "BLC|FFP^Plasma|2",
                "RMI|F^Fall|20240102");

        Encounter visit = result.only(Encounter.class);
        assertThat(result.findings()).isEmpty();
        assertThat(visit.getParticipantFirstRep()
                        .getTypeFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("DIS");
        assertThat(result.json(Encounter.class)).contains("diagnosis-related-group", "BLC-2", "RMI-2", "UB2-2");
    }

    @Test
    void groupingForPaymentStaysWithVisitAndProcedure() {
        var result = convert(
                "BAR^P10",
                VISIT,
                "DG1|1||J45.9^Asthma^I10",
                "GP1|131|0450",
                "PR1|1||71045^X-ray^C4||20240101",
                "GP2|0320|1");

        assertThat(result.json(Procedure.class)).contains("GP2-1");
        assertThat(result.json(Encounter.class)).contains("GP1-2");
    }

    @Test
    void diagnosesAndProceduresAreUpdated() {
        var result = convert(
                "BAR^P12",
                VISIT,
                "DG1|1||J45.9^Asthma^I10",
                "PR1|1||71045^X-ray^C4||20240101",
                "ROL|1|AD|SP|5^Sur^Geon");

        assertThat(result.only(Procedure.class)
                        .getPerformerFirstRep()
                        .getFunction()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("SP");
        assertThat(result.only(Encounter.class).hasParticipant()).isFalse();
    }
}

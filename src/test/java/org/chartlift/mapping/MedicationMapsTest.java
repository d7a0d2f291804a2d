package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Dosage.DosageDoseAndRateComponent;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.NutritionOrder;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.SupplyRequest;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in maps of pharmacy, diet and supply messages. */
class MedicationMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";
    private static final String ORC = "ORC|NW|P1^EHR|F1^RX";
    private static final String DRUG = "313782^Acetaminophen 325 MG Oral Tablet^RXNORM";
    private static final String RXE = "RXE||" + DRUG + "|1||mg^mg^UCUM";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|RX|FAC|||20240102100000+0100||" + event + "|1|P|2.5.1\r" + String.join("\r", segments));
    }

    private static MedicationRequest order(String... segments) {
        return convert("RDE^O11", segments).only(MedicationRequest.class);
    }

    private static Dosage dosage(String orc, String... segments) {
        return order(PATIENT, orc, String.join("\r", segments)).getDosageInstructionFirstRep();
    }

    private static Quantity dose(String rxe) {
        return dosage(ORC, rxe).getDoseAndRateFirstRep().getDoseQuantity();
    }

    @Test
    void anOrderSaysDrugDoseRouteTimeAndSupply() {
        MedicationRequest order = order(
                PATIENT,
                "ORC|NW|P1^EHR|F1^RX||||^Q6H^D10^20240102080000+0100^^S^^with water||20240102075500+0100|||5^Doc^Dan",
                "RXE||" + DRUG + "|1|2|{tbl}^tablet^UCUM||^Take it||G|30|TAB|3",
                "RXR|PO^Oral^HL70162|MO^Mouth^L");

        assertThat(order.getStatus()).isEqualTo(MedicationRequestStatus.ACTIVE);
        assertThat(order.getIntent()).isEqualTo(MedicationRequestIntent.ORDER);
        assertThat(order.getMedicationCodeableConcept().getCodingFirstRep().getSystem())
                .isEqualTo("http://www.nlm.nih.gov/research/umls/rxnorm");
        assertThat(order.getAuthoredOnElement().asStringValue()).isEqualTo("2024-01-02T07:55:00+01:00");
        assertThat(order.getPriority()).isEqualTo(MedicationRequest.MedicationRequestPriority.STAT);
        assertThat(order.getRequester().getReference()).startsWith("Practitioner/");
        assertThat(order.getDispenseRequest().getNumberOfRepeatsAllowed()).isEqualTo(3);
        assertThat(order.getDispenseRequest().getQuantity().getUnit()).isEqualTo("TAB");
        Dosage dosage = order.getDosageInstructionFirstRep();
        assertThat(dosage.getText()).isEqualTo("Take it");
        assertThat(dosage.getAdditionalInstructionFirstRep().getText()).isEqualTo("with water");
        assertThat(dosage.getRoute().getCoding()).extracting(c -> c.getCode()).containsExactly("PO", "PO");
        DosageDoseAndRateComponent amount = dosage.getDoseAndRateFirstRep();
        assertThat(amount.getDoseRange().getLow().getValue()).isEqualByComparingTo("1");
        assertThat(amount.getDoseRange().getHigh().getCode()).isEqualTo("{tbl}");
        TimingRepeatComponent repeat = dosage.getTiming().getRepeat();
        assertThat(repeat.getPeriod()).isEqualByComparingTo("6");
        assertThat(repeat.getBoundsPeriod().getStartElement().asStringValue()).isEqualTo("2024-01-02T08:00:00+01:00");
        assertThat(repeat.getExtensionFirstRep().getUrl()).endsWith("timing-bounds-duration");
    }

    @ParameterizedTest
    @CsvSource({
        "ORC|NW|P1, active",
        "ORC|CA|P1, cancelled",
        "ORC|DC|P1, stopped",
        "ORC|HD|P1, on-hold",
        "ORC|RL|P1, active",
        "ORC|RE|P1, unknown",
        "ORC||P1, unknown",
        "ORC|OP|P1, unknown",
        "ORC|NW|P1|||CM, completed",
        "ORC|NW|P1|||DC, stopped",
        "ORC|NW|P1|||ER, unknown",
        "ORC|XO|P1|||CA, cancelled"
    })
    void theStateIsThatOfTheOrderAndNeverAConstant(String orc, String status) {
        assertThat(order(PATIENT, orc, RXE).getStatus().toCode()).isEqualTo(status);
    }

    @Test
    void aDoseWithoutAUnitStaysWithoutOne() {
        Quantity dose = dose("RXE||" + DRUG + "|650");
        assertThat(dose.getValue()).isEqualByComparingTo("650");
        assertThat(dose.hasUnit()).isFalse();
        assertThat(dose.hasCode()).isFalse();
        assertThat(dose.hasSystem()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mg^milligram^UCUM, milligram, mg, http://unitsofmeasure.org",
        "mg, mg, mg, http://unitsofmeasure.org",
        "MCG, MCG, ug, http://unitsofmeasure.org",
        "mL/hr^mL/hr, mL/hr, mL/h, http://unitsofmeasure.org",
        "TAB^Tablet, Tablet, , ",
        "385055001^Tablet^SCT, Tablet, 385055001, http://snomed.info/sct",
        "mg, mg, mg, http://unitsofmeasure.org"
    })
    void aUnitIsUcumWhereTheSourceOrTheVocabularySaysSo(String unit, String text, String code, String system) {
        Quantity dose = dose("RXE||" + DRUG + "|1||" + unit);
        assertThat(dose.getUnit()).isEqualTo(text);
        assertThat(dose.getCode()).isEqualTo(code);
        assertThat(dose.getSystem()).isEqualTo(system);
    }

    @Test
    void aUnitThatClaimsToBeUcumAndIsNoneIsATextAndAFinding() {
        var result = convert("RDE^O11", PATIENT, ORC, "RXE||" + DRUG + "|1||tabs^^UCUM");
        Quantity dose = result.only(MedicationRequest.class)
                .getDosageInstructionFirstRep()
                .getDoseAndRateFirstRep()
                .getDoseQuantity();
        assertThat(dose.getUnit()).isEqualTo("tabs");
        assertThat(dose.hasSystem()).isFalse();
        assertThat(result.findings()).contains("B unit-not-ucum");
    }

    @Test
    void aDoseThatIsNoNumberIsReportedAndKept() {
        var result = convert("RDE^O11", PATIENT, ORC, "RXE||" + DRUG + "|1 or 2||mg");
        assertThat(result.findings()).contains("B not-a-number");
        assertThat(result.became("RXE-3")).isEqualTo("carried not-a-number");
    }

    @Test
    void aRateWithAPlainUnitIsPerTheTimeThatStandsBesideIt() {
        var per = dosage(ORC, "RXE||" + DRUG + "|1||mL|||||||||||||||||H8|1000|mL")
                .getDoseAndRateFirstRep();
        assertThat(per.getRateRatio().getNumerator().getValue()).isEqualByComparingTo("1000");
        assertThat(per.getRateRatio().getDenominator().getValue()).isEqualByComparingTo("8");
        assertThat(per.getRateRatio().getDenominator().getCode()).isEqualTo("h");
        var whole =
                dosage(ORC, "RXE||" + DRUG + "|1||mL||||||||||||||||||125|mL/h").getDoseAndRateFirstRep();
        assertThat(whole.getRateQuantity().getCode()).isEqualTo("mL/h");
    }

    @Test
    void formStrengthAndComponentsStandInTheMedication() {
        var result = convert(
                "RDE^O11",
                PATIENT,
                ORC,
                "RXE||" + DRUG + "|1||mL|TAB^Tablet^L|||||||||||||||||||325|mg",
                "RXC|B|1^Saline^L|500|mL|0.9|g|||10|mL",
                "RXC|A|2^Potassium^L|20|mEq");
        Medication drug = result.only(Medication.class);
        assertThat(result.only(MedicationRequest.class).getMedicationReference().getReference())
                .isEqualTo("Medication/" + drug.getIdElement().getIdPart());
        assertThat(drug.getForm().getCodingFirstRep().getDisplay()).isEqualTo("Tablet");
        assertThat(((Quantity) drug.getExtension().get(0).getValue()).getCode()).isEqualTo("mg");
        assertThat(drug.getIngredient()).hasSize(2);
        assertThat(drug.getIngredient()
                        .get(1)
                        .getItemCodeableConcept()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("2");
    }

    @Test
    void oneOrderIsOneResourceAcrossMessages() {
        String id = order(PATIENT, ORC, RXE).getId();
        assertThat(convert("OMP^O09", PATIENT, "ORC|NW|P1^EHR", "RXO|" + DRUG + "|650||mg")
                        .only(MedicationRequest.class)
                        .getId())
                .isEqualTo(id);
        var dispense = convert("RDS^O13", PATIENT, "ORC|RE|P1^EHR|F1^RX", "RXD|1|" + DRUG + "|20240103|30|TAB");
        assertThat(dispense.only(MedicationDispense.class)
                        .getAuthorizingPrescriptionFirstRep()
                        .getReference())
                .isEqualTo("MedicationRequest/" + id);
        var given = convert("RAS^O17", PATIENT, "ORC|RE|P1^EHR|F1^RX", "RXA|1|1|20240103||" + DRUG + "|1|mg");
        assertThat(given.only(MedicationAdministration.class).getRequest().getReference())
                .isEqualTo("MedicationRequest/" + id);
        assertThat(order("PID|1||78^^^HOSP^MR", ORC, RXE).getId()).isNotEqualTo(id);
    }

    @Test
    void anOrderOfWhichOnlyTheNumberIsKnownSaysNoMore() {
        MedicationRequest order = convert(
                        "RAS^O17", PATIENT, "ORC|RE|P1", "RXA|1|1|20240103||" + DRUG + "|1|mg||||||||||||||CP")
                .only(MedicationRequest.class);
        assertThat(order.getStatus()).isEqualTo(MedicationRequestStatus.UNKNOWN);
        assertThat(order.getMedicationCodeableConcept().hasCoding()).isFalse();
        assertThat(order.getMedicationCodeableConcept().hasExtension()).isTrue();
        assertThat(convert("RAS^O17", PATIENT, "ORC|RE", "RXA|1|1|20240103||" + DRUG + "|1|mg")
                        .all(MedicationRequest.class))
                .isEmpty();
    }

    @Test
    void theEncodedOrderHoldsAndTheOrderedDrugIsKept() {
        MedicationRequest order = order(
                PATIENT,
                "ORC|NW|P1^EHR|||||^BID",
                "RXO|1^Brand^L|500||mg|||||G||20||5",
                "RXE||2^Generic^L|2||TAB|||||10");
        assertThat(order.getMedicationCodeableConcept().getCodingFirstRep().getCode())
                .isEqualTo("2");
        assertThat(order.getExtensionByUrl("https://chartlift.org/fhir/StructureDefinition/ordered-medication"))
                .isNotNull();
        assertThat(order.getDosageInstruction()).hasSize(1);
        assertThat(order.getDosageInstructionFirstRep()
                        .getDoseAndRateFirstRep()
                        .getDoseQuantity()
                        .getUnit())
                .isEqualTo("TAB");
        assertThat(order.getDispenseRequest().getQuantity().getValue()).isEqualByComparingTo("10");
        assertThat(order.getDispenseRequest().getNumberOfRepeatsAllowed()).isEqualTo(5);
        assertThat(order.getSubstitution()
                        .getAllowedCodeableConcept()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("G");
    }

    @Test
    void dispensesAreToldApartByNumberAndTime() {
        String first = "RXD|1|" + DRUG
                + "|20240103|30|TAB|TAB^Tablet^L|RX5|2|note|9^Pharma^Cist|G|||||||LOT1|20260101|PFR^Pfizer^MVX";
        var result = convert("RDS^O13", PATIENT, ORC.replace("NW", "RE"), first);
        MedicationDispense dispense = result.only(MedicationDispense.class);
        assertThat(dispense.getStatus()).isEqualTo(MedicationDispenseStatus.COMPLETED);
        assertThat(dispense.getWhenHandedOverElement().asStringValue()).isEqualTo("2024-01-03");
        assertThat(dispense.getQuantity().getValue()).isEqualByComparingTo("30");
        assertThat(dispense.getSubstitution().getWasSubstituted()).isTrue();
        assertThat(result.only(Medication.class).getBatch().getLotNumber()).isEqualTo("LOT1");
        assertThat(convert("RDS^O13", PATIENT, ORC, first.replace("20240103", "20240203"))
                        .only(MedicationDispense.class)
                        .getId())
                .isNotEqualTo(dispense.getId());
        assertThat(convert("RDS^O13", PATIENT, ORC, first)
                        .only(MedicationDispense.class)
                        .getStatus())
                .isEqualTo(MedicationDispenseStatus.UNKNOWN);
    }

    @Test
    void aGiveIsAnInstanceOfItsOrder() {
        var result = convert(
                "RGV^O15",
                PATIENT,
                ORC,
                RXE,
                "RXG|1|1|^Once^^20240102080000+0100|" + DRUG + "|1||mg",
                "RXG|2|1|^Once^^20240102200000+0100|" + DRUG + "|1||mg",
                "RXR|PO");
        List<MedicationRequest> all = result.all(MedicationRequest.class);
        assertThat(all).hasSize(3);
        assertThat(all.get(2).getIntent()).isEqualTo(MedicationRequestIntent.INSTANCEORDER);
        assertThat(all.get(2).getBasedOnFirstRep().getReference())
                .isEqualTo("MedicationRequest/" + all.get(0).getIdElement().getIdPart());
        assertThat(all.get(2)
                        .getDosageInstructionFirstRep()
                        .getTiming()
                        .getRepeat()
                        .getCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CP||, COMPLETED",
        "PA||, STOPPED",
        "RE||, NOTDONE",
        "NA||, NOTDONE",
        "||, UNKNOWN",
        "CP|D|, ENTEREDINERROR"
    })
    void anAdministrationIsWhatItsSegmentSays(String end, MedicationAdministrationStatus status) {
        var result = convert(
                "RAS^O17",
                PATIENT,
                ORC,
                "RXA|1|1|20240103080000+0100|20240103090000+0100|" + DRUG + "|650|mg^mg^UCUM|||9^Nurse^Nan||||||||||"
                        + end,
                "RXR|PO");
        MedicationAdministration given = result.only(MedicationAdministration.class);
        assertThat(given.getStatus()).isEqualTo(status);
        assertThat(given.getEffectivePeriod().getEndElement().asStringValue()).isEqualTo("2024-01-03T09:00:00+01:00");
        assertThat(given.getDosage().getDose().getCode()).isEqualTo("mg");
        assertThat(given.getDosage().getRoute().getCodingFirstRep().getCode()).isEqualTo("PO");
    }

    @Test
    void oneMessageOrdersServicesDrugsDietsAndSupplies() {
        var result = convert(
                "ORM^O01",
                PATIENT,
                "ORC|NW|P1",
                "OBR|1|P1||24331-1^Lipid panel^LN",
                "ORC|NW|P2|||||^QHS",
                "RXO|" + DRUG + "|650||mg",
                "ORC|NW|P3|||||^TID",
                "ODS|D||1800^Diabetic^L",
                "ODS|S||SHAKE^Shake^L",
                "ORC|NW|P4",
                "RQD|1|4711^Bandage^L|||12|BX^Box");
        assertThat(result.only(ServiceRequest.class).getIdentifierFirstRep().getValue())
                .isEqualTo("P1");
        assertThat(result.only(MedicationRequest.class).getIdentifierFirstRep().getValue())
                .isEqualTo("P2");
        NutritionOrder diet = result.only(NutritionOrder.class);
        assertThat(diet.getOralDiet().getTypeFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("1800");
        assertThat(diet.getSupplementFirstRep().getType().getCodingFirstRep().getCode())
                .isEqualTo("SHAKE");
        assertThat(diet.getOralDiet().getScheduleFirstRep().getRepeat().getFrequency())
                .isEqualTo(3);
        SupplyRequest supply = result.only(SupplyRequest.class);
        assertThat(supply.getQuantity().getValue()).isEqualByComparingTo("12");
        assertThat(result.conversion().isClean()).isTrue();
    }

    private static Timing timing(String orc7) {
        return dosage("ORC|NW|P1|||||" + orc7, RXE).getTiming();
    }

    @Test
    void aPatternThatFhirCannotSayIsATextAndNothingElse() {
        for (String pattern : List.of("QSHIFT", "3 times daily", "C", "PRNsometimes")) {
            Timing timing = timing("^" + pattern);
            assertThat(timing.getCode().getText()).isEqualTo(pattern);
            assertThat(timing.hasRepeat()).isFalse();
        }
        assertThat(timing("^QSHIFT&0800").getRepeat().hasTimeOfDay()).isFalse();
        assertThat(timing("^QSHIFT&0800").getCode().getText()).isEqualTo("QSHIFT&0800");
    }

    @Test
    void asNeededIsSaidAndItsReasonToo() {
        Dosage plain = dosage("ORC|NW|P1|||||^PRNQ6H", RXE);
        assertThat(plain.getAsNeededBooleanType().booleanValue()).isTrue();
        assertThat(plain.getTiming().getRepeat().getPeriod()).isEqualByComparingTo("6");
        Dosage reason = dosage("ORC|NW|P1|||||^Q6H^^^^PRN^pain", RXE);
        assertThat(reason.getAsNeededCodeableConcept().getText()).isEqualTo("pain");
        Dosage condition = dosage("ORC|NW|P1|||||^Q6H^^^^^keep systolic below 120", RXE);
        assertThat(condition.hasAsNeeded()).isFalse();
        assertThat(condition.getAdditionalInstructionFirstRep().getText()).isEqualTo("keep systolic below 120");
    }

    @Test
    void partsThatFollowEachOtherAreInSequence() {
        MedicationRequest order = order(PATIENT, "ORC|NW|P1|||||^Q6H^D2^^^^^^S~^Q12H^X5", RXE);
        assertThat(order.getDosageInstruction()).extracting(Dosage::getSequence).containsExactly(1, 2);
        assertThat(order.getDosageInstruction()
                        .get(0)
                        .getTiming()
                        .getRepeat()
                        .getBoundsDuration()
                        .getCode())
                .isEqualTo("d");
        assertThat(order.getDosageInstruction().get(1).getTiming().getRepeat().getCount())
                .isEqualTo(5);
    }

    @Test
    void theTimingOfTheEncodingHoldsOverThatOfTheOrder() {
        MedicationRequest order = order(
                PATIENT,
                "ORC|NW|P1|||||^Q1H",
                "TQ1|1||Q2H",
                RXE,
                "TQ1|1||Q8H|0800~1600||3^d&day&UCUM|20240102080000+0100||S^^HL70485||||30^min|9",
                "RXR|PO");
        assertThat(order.getDosageInstruction()).hasSize(1);
        TimingRepeatComponent repeat =
                order.getDosageInstructionFirstRep().getTiming().getRepeat();
        assertThat(repeat.getPeriod()).isEqualByComparingTo("8");
        assertThat(repeat.getTimeOfDay()).extracting(t -> t.getValue()).containsExactly("08:00:00", "16:00:00");
        assertThat(repeat.getCount()).isEqualTo(9);
        assertThat(repeat.getDuration()).isEqualByComparingTo("30");
        assertThat(repeat.getDurationUnit()).isEqualTo(Timing.UnitsOfTime.MIN);
        assertThat(order.getPriority()).isEqualTo(MedicationRequest.MedicationRequestPriority.STAT);
    }

    @Test
    void theRepeatPatternOfTq1KeepsToOnePartThatFhirHas() {
        assertThat(tq1("^^^^8^h").getRepeat().getPeriod()).isEqualByComparingTo("8");
        assertThat(tq1("^^^^^^^AC^30^min").getRepeat().getOffset()).isEqualTo(30);
        assertThat(tq1("^^^^^^^ICM").hasRepeat()).isFalse();
        assertThat(tq1("Q6H^^^^8^h").hasRepeat()).isFalse();
        assertThat(tq1("BID&Twice a day&HL70335").getRepeat().getFrequency()).isEqualTo(2);
        assertThat(tq1("BID&Twice a day&HL70335").getCode().getCodingFirstRep().getDisplay())
                .isEqualTo("Twice a day");
        assertThat(tq1("BID&Twice a day&99SITE").hasRepeat()).isFalse();
        assertThat(tq1("BID~QHS").hasRepeat()).isFalse();
        assertThat(tq1("BID~QHS").getCode().getText()).isEqualTo("BID~QHS");
    }

    private static Timing tq1(String pattern) {
        return dosage(ORC, RXE, "TQ1|1||" + pattern).getTiming();
    }

    @Property(tries = 200)
    void aDoseIsTheNumberAndTheUnitOfTheSource(@ForAll("numbers") String number, @ForAll("units") String unit) {
        Quantity dose = dose("RXE||" + DRUG + "|" + number + "||" + unit);
        assertThat(dose.getValueElement().asStringValue()).isEqualTo(number);
        assertThat(dose.hasUnit()).isEqualTo(!unit.isEmpty());
        assertThat(unit).startsWith(unit.isEmpty() ? "" : dose.getUnit());
        boolean ucum = "http://unitsofmeasure.org".equals(dose.getSystem());
        assertThat(ucum).isEqualTo(dose.hasCode());
        assertThat(ucum).isEqualTo(unit.endsWith("^^UCUM") && !unit.startsWith("tabs") || unit.equals("mg"));
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<Integer> fraction = Arbitraries.integers().between(0, 9999);
        return Arbitraries.integers()
                .between(0, 100_000)
                .flatMap(whole -> fraction.map(f -> f < 5000 ? "" + whole : whole + "." + f));
    }

    @Provide
    Arbitrary<String> units() {
        return Arbitraries.of("", "mg", "TAB", "mg^^UCUM", "ug/kg/min^^UCUM", "tabs^^UCUM", "drops", "CC");
    }

    @Property(tries = 200)
    void everyPatternStandsAsItWasWritten(@ForAll("patterns") String pattern) {
        Timing timing = timing("^" + pattern);
        assertThat(timing.getCode().getText()).isEqualTo(pattern);
        TimingRepeatComponent repeat = timing.getRepeat();
        assertThat(repeat.hasPeriod()).isEqualTo(repeat.hasPeriodUnit());
        assertThat(repeat.hasTimeOfDay() && repeat.hasWhen()).isFalse();
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> code = Arbitraries.strings()
                .withChars("QPRNBTIDACMVHSJLW0123456789")
                .ofMinLength(1)
                .ofMaxLength(6);
        Arbitrary<String> known =
                Arbitraries.of("BID", "TID", "QHS", "QAM", "Q6H", "PRN", "PRNQ4H", "Once", "AC", "C", "QSHIFT");
        return Arbitraries.oneOf(code, known).flatMap(c -> Arbitraries.of("", "&0800", "&0800,2000", "&25", "&08:00")
                .map(t -> c + t));
    }
}

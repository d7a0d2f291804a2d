package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in maps of ADT messages: what each event says of patients, visits and accounts. */
class AdmissionMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String ANN = "PID|1||10^^^H^MR||Davis^Ann||19700102|F";
    private static final String ANNE = "PID|2||11^^^H^MR||Davies^Anne||19700102|F";
    private static final String VISIT = "PV1|1|I|W1^101^1^H||||||||||||||||V1^^^H^VN|||||||||||||||||||||||||20240301";
    private static final String ACCOUNT = ANN + "||||||||||ACC1^^^H";

    private static MapFixture.Result convert(String event, String... segments) {
        MapFixture.Result result = MapFixture.convert(
                MAPS,
                "MSH|^~\\&|ADT|FAC|||20240305080000+0100||ADT^" + event + "|1|P|2.5.1\rEVN||20240305080000+0100\r"
                        + String.join("\r", segments));
        assertThat(result.conversion().isClean()).as(event).isTrue();
        return ValidFhir.check(result);
    }

    private static Patient patient(MapFixture.Result result, String number) {
        return result.all(Patient.class).stream()
                .filter(p -> p.getIdentifier().stream().anyMatch(i -> number.equals(i.getValue())))
                .findFirst()
                .orElseThrow();
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private static <T extends Resource> T replaced(MapFixture.Result result, Class<T> type) {
        return result.all(type).stream()
                .filter(r -> !Replacement.of(r).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> theStateOfAVisitIsWhatTheEventMeans() {
        Map<EncounterStatus, List<String>> meant = Map.of(
                EncounterStatus.PLANNED, List.of("A05", "A14"),
                EncounterStatus.ARRIVED, List.of("A04"),
                EncounterStatus.INPROGRESS,
                        List.of(
                                "A01", "A02", "A06", "A07", "A08", "A09", "A10", "A12", "A13", "A15", "A16", "A17",
                                "A22", "A25", "A26", "A32", "A33", "A52", "A54", "A55", "A61", "A62"),
                EncounterStatus.ONLEAVE, List.of("A21", "A53"),
                EncounterStatus.FINISHED, List.of("A03"),
                EncounterStatus.CANCELLED, List.of("A11", "A27", "A38"),
                EncounterStatus.ENTEREDINERROR, List.of("A23"),
                EncounterStatus.UNKNOWN, List.of("A28", "A29", "A31", "A60"));
        return meant.entrySet().stream().flatMap(e -> e.getValue().stream()
                .map(event -> DynamicTest.dynamicTest(event, () -> assertThat(
                                convert(event, ANN, VISIT).only(Encounter.class).getStatus())
                        .isEqualTo(e.getKey()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A18", "A30", "A34", "A35", "A36", "A39", "A40", "A41", "A42", "A43", "A44", "A45", "A46", "A47", "A48",
                "A49", "A50", "A51"
            })
    void eventsAboutNumbersSayNothingOfTheStateOfTheVisit(String event) {
        assertThat(convert(event, ANN, "MRG|10^^^H^MR", VISIT)
                        .only(Encounter.class)
                        .getStatus())
                .isEqualTo(EncounterStatus.UNKNOWN);
    }

    @Test
    void theTimeOfACancelledDischargeIsNoEnd() {
        var result = convert("A13", ANN, VISIT + "|20240304");

        assertThat(result.only(Encounter.class).getPeriod().hasEnd()).isFalse();
        assertThat(result.became("PV1-45")).isEqualTo("carried");
    }

    @Test
    void aTransferWithATimeOfDischargeIsOver() {
        assertThat(convert("A02", ANN, VISIT + "|20240304")
                        .only(Encounter.class)
                        .getStatus())
                .isEqualTo(EncounterStatus.FINISHED);
    }

    @Test
    void aDeletedPersonIsNoLongerActiveAndAnAddedOneIs() {
        assertThat(convert("A29", ANN).only(Patient.class).getActiveElement().getValue())
                .isFalse();
        assertThat(convert("A28", ANN).only(Patient.class).getActive()).isTrue();
        assertThat(convert("A31", ANN).only(Patient.class).hasActive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A18", "A30", "A34", "A36", "A40", "A43", "A46", "A47"})
    void aPatientMergedOrUnderANewNumberIsReplacedByTheOneInPid(String event) {
        var result = convert(event, ANN, "MRG|11^^^H^MR||||||Davies^Anne");

        Patient old = patient(result, "11");
        Patient standing = patient(result, "10");
        assertThat(old.getActiveElement().getValue()).isFalse();
        assertThat(old.getNameFirstRep().getFamily()).isEqualTo("Davies");
        assertThat(Replacement.of(old)).isEqualTo(reference(standing));
        assertThat(standing.hasActive()).isFalse();
        assertThat(standing.getLink())
                .extracting(PatientLinkComponent::getType, l -> l.getOther().getReference())
                .containsExactly(tuple(LinkType.REPLACES, reference(old)));
    }

    @Test
    void aMergeOfAPatientIntoItselfTakesNobodyAway() {
        Patient patient = convert("A40", ANN, "MRG|10^^^H^MR").only(Patient.class);

        assertThat(patient.hasActive()).isFalse();
        assertThat(patient.hasLink()).isFalse();
        assertThat(patient.getIdentifier()).hasSize(1);
    }

    @Test
    void severalMergesOfOneMessageStayApart() {
        var result = convert("A40", ANN, "MRG|20^^^H^MR", ANNE, "MRG|21^^^H^MR");

        assertThat(Replacement.of(patient(result, "20"))).isEqualTo(reference(patient(result, "10")));
        assertThat(Replacement.of(patient(result, "21"))).isEqualTo(reference(patient(result, "11")));
    }

    @Test
    void aMergeOfPersonsLinksTheirRecordsAndTakesNoneAway() {
        var result = convert("A39", "PID|1|E1^^^EMPI|10^^^H^MR||Davis^Ann", "MRG|11^^^H^MR|||E0^^^EMPI");

        Patient other = patient(result, "11");
        assertThat(other.hasActive()).isFalse();
        assertThat(Replacement.of(other)).isEmpty();
        assertThat(other.getLinkFirstRep().getType()).isEqualTo(LinkType.SEEALSO);
        assertThat(other.getIdentifier())
                .filteredOn(i -> i.getUse() == IdentifierUse.OLD)
                .extracting(Identifier::getValue)
                .containsExactly("E0");
    }

    @Test
    void aMergeOfPersonsWhoAreOnlyKnownByTheirExternalIdIsAMerge() {
        var result = convert("A39", "PID|1|E1^^^EMPI|||Davis^Ann", "MRG||||E0^^^EMPI");

        assertThat(Replacement.of(patient(result, "E0"))).isEqualTo(reference(patient(result, "E1")));
    }

    @Test
    void aChangedIdentifierOfTheSameRecordIsKeptAsAnOldOne() {
        assertThat(old(convert("A46", "PID|1|E1^^^EMPI|10^^^H^MR||Davis", "MRG|10^^^H^MR|||E0^^^EMPI")))
                .containsExactly("E0");
        assertThat(old(convert("A46", "PID|1|E1^^^EMPI|10^^^H^MR||Davis", "MRG||||E0^^^EMPI")))
                .containsExactly("E0");
        assertThat(old(convert("A47", "PID|1||10^^^H^MR~S2^^^SSA^SS||Davis", "MRG|10^^^H^MR~S1^^^SSA^SS")))
                .containsExactly("S1");
        assertThat(old(convert("A48", "PID|1||10^^^H^MR|B2^^^H||Davis", "MRG|10^^^H^MR|B1^^^H")))
                .containsExactly("B1");
    }

    private static List<String> old(MapFixture.Result result) {
        return result.only(Patient.class).getIdentifier().stream()
                .filter(i -> i.getUse() == IdentifierUse.OLD)
                .map(Identifier::getValue)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A06", "A35", "A36", "A41", "A49"})
    void anAccountIsReplacedByTheOneInPid(String event) {
        var result = convert(event, ACCOUNT, "MRG|10^^^H^MR||ACC2^^^H", VISIT);

        Account old = replaced(result, Account.class);
        assertThat(old.getIdentifierFirstRep().getValue()).isEqualTo("ACC2");
        assertThat(old.getStatus()).isEqualTo(Account.AccountStatus.INACTIVE);
        assertThat(old.getSubjectFirstRep().getReference()).isEqualTo(reference(patient(result, "10")));
        assertThat(result.all(Account.class))
                .filteredOn(a -> reference(a).equals(Replacement.of(old)))
                .singleElement()
                .satisfies(a -> assertThat(a.getStatus()).isEqualTo(Account.AccountStatus.UNKNOWN));
    }

    @Test
    void anAccountMovesToAnotherPatientUnderTheSameNumber() {
        var result = convert("A44", ACCOUNT, "MRG|11^^^H^MR||ACC1^^^H");

        Account old = replaced(result, Account.class);
        assertThat(old.getSubjectFirstRep().getReference()).isEqualTo(reference(patient(result, "11")));
        assertThat(result.all(Account.class)).hasSize(2);
        assertThat(patient(result, "11").hasActive()).isFalse();
        assertThat(patient(result, "11").hasLink()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A06", "A07", "A42", "A50"})
    void aVisitIsReplacedByTheOneInPv1(String event) {
        var result = convert(event, ANN, "MRG|10^^^H^MR||||V0^^^H^VN", VISIT);

        Encounter old = replaced(result, Encounter.class);
        assertThat(old.getIdentifierFirstRep().getValue()).isEqualTo("V0");
        assertThat(old.getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
        assertThat(result.all(Encounter.class))
                .filteredOn(v -> reference(v).equals(Replacement.of(old)))
                .singleElement()
                .satisfies(v -> assertThat(v.getStatus()).isNotEqualTo(EncounterStatus.ENTEREDINERROR));
    }

    @Test
    void anAlternateVisitIdChangesWithTheVisitOrBesideItsNumber() {
        String byAlternate = "PV1|1|I" + "|".repeat(48) + "ALT1^^^H";
        Encounter old = replaced(convert("A51", ANN, "MRG|10^^^H^MR|||||ALT0^^^H", byAlternate), Encounter.class);
        assertThat(old.getIdentifierFirstRep().getValue()).isEqualTo("ALT0");

        Encounter same = convert("A51", ANN, "MRG|10^^^H^MR|||||ALT0^^^H", VISIT + "|".repeat(6) + "ALT1^^^H")
                .only(Encounter.class);
        assertThat(same.getStatus()).isEqualTo(EncounterStatus.UNKNOWN);
        assertThat(same.getIdentifier())
                .filteredOn(i -> i.getUse() == IdentifierUse.OLD)
                .extracting(Identifier::getValue)
                .containsExactly("ALT0");
    }

    @Test
    void visitsGoToAnotherAccountOrToAnotherPatient() {
        var account = convert("A45", ACCOUNT, "MRG|10^^^H^MR||ACC2^^^H||V1^^^H^VN", VISIT);
        assertThat(account.only(Encounter.class).getAccountFirstRep().getReference())
                .isEqualTo(reference(account.only(Account.class)));

        var patient = convert(
                "A45",
                ACCOUNT,
                "MRG|11^^^H^MR||ACC2^^^H||V1^^^H^VN",
                VISIT,
                "MRG|11^^^H^MR||ACC2^^^H||V2^^^H^VN",
                VISIT.replace("V1^", "V2^"));
        List<Encounter> visits = patient.all(Encounter.class);
        assertThat(visits).hasSize(4);
        assertThat(visits)
                .filteredOn(v -> !Replacement.of(v).isEmpty())
                .extracting(v -> v.getIdentifierFirstRep().getValue(), v -> v.getSubject()
                        .getReference())
                .containsExactly(
                        tuple("V1", reference(patient(patient, "11"))), tuple("V2", reference(patient(patient, "11"))));
    }

    @Test
    void theFormerNumberOfAVisitIsFoundByAnyIdentifierOfItsPatient() {
        String patient = "PID|1||10^^^H^MR~77^^^H^PI||Davis^Ann";
        Encounter former = convert("A01", patient, VISIT).only(Encounter.class);

        var result = convert("A50", patient, "MRG|77^^^H^PI||||V1^^^H^VN", VISIT.replace("V1^", "V2^"));

        assertThat(reference(replaced(result, Encounter.class))).isEqualTo(reference(former));
        assertThat(result.all(Patient.class)).hasSize(1);
        assertThat(result.became("MRG-1.1")).isEqualTo("dropped duplicate-of PID-3");
    }

    @Test
    void onlyATimeOfDischargeEndsAStay() {
        Encounter visit = convert("A02", ANN, VISIT + "|<cr>").only(Encounter.class);

        assertThat(visit.getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
    }

    @Test
    void patientsWhoSwapBedsHaveTheirNewPlaces() {
        var result = convert("A17", ANN, VISIT, ANNE, "PV1|1|I|W2^202^2^H||||||||||||||||V2^^^H^VN");

        assertThat(result.all(Encounter.class))
                .extracting(v -> v.getSubject().getReference(), v -> bed(result, v))
                .containsExactly(
                        tuple(reference(patient(result, "10")), "1"), tuple(reference(patient(result, "11")), "2"));
    }

    private static String bed(MapFixture.Result result, Encounter visit) {
        String place = visit.getLocationFirstRep().getLocation().getReference();
        return result.all(Location.class).stream()
                .filter(l -> reference(l).equals(place))
                .findFirst()
                .orElseThrow()
                .getName();
    }

    @Test
    void linkedPatientsSeeEachOtherAndUnlinkedOnesSayThatTheyAreOthers() {
        var linked = convert("A24", ANN, "PV1|1|N", ANNE);
        assertThat(patient(linked, "10").getLink())
                .extracting(PatientLinkComponent::getType, l -> l.getOther().getReference())
                .containsExactly(tuple(LinkType.SEEALSO, reference(patient(linked, "11"))));
        assertThat(patient(linked, "11").getLink())
                .extracting(PatientLinkComponent::getType, l -> l.getOther().getReference())
                .containsExactly(tuple(LinkType.SEEALSO, reference(patient(linked, "10"))));

        var unlinked = convert("A37", ANN, ANNE);
        assertThat(Replacement.unlinkedFrom(patient(unlinked, "10")))
                .containsExactly(reference(patient(unlinked, "11")));
        assertThat(Replacement.unlinkedFrom(patient(unlinked, "11")))
                .containsExactly(reference(patient(unlinked, "10")));
    }

    @Test
    void aBedHasItsStateAndNoPatient() {
        var result = convert("A20", "NPU|W1^101^1^H|H^Housekeeping");

        assertThat(result.all(Patient.class)).isEmpty();
        Location bed = result.all(Location.class).stream()
                .filter(Location::hasOperationalStatus)
                .findFirst()
                .orElseThrow();
        assertThat(bed.getName()).isEqualTo("1");
        assertThat(bed.getOperationalStatus().getCode()).isEqualTo("H");
        assertThat(bed.getOperationalStatus().getSystem()).isEqualTo("http://terminology.hl7.org/CodeSystem/v2-0116");
        assertThat(bed.getPartOf().getReference()).startsWith("Location/");
        assertThat(result.only(MessageHeader.class).getFocus())
                .extracting(Reference::getReference)
                .containsExactly(reference(bed));
    }
}

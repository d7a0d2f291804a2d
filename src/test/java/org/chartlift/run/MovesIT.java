package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.merge;
import static org.chartlift.run.Hl7.pid;
import static org.chartlift.run.Hl7.result;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.Replacement;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What merges, moves and unlinks do to what is stored. Every test is a source system of its own. */
class MovesIT {
    private static final String LATER = "20240305080000+0000";
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    private final String system;

    MovesIT() {
        system = "urn:it:moves:" + java.util.UUID.randomUUID();
    }

    private Map<String, Integer> load(String... messages) {
        Map<String, Integer> counts =
                migration.call(Migration.content(system, messages)).counts();
        assertThat(counts).doesNotContainKey("quarantined");
        return counts;
    }

    private <T extends Resource> List<T> all(Class<T> type) {
        return jdbc
                .queryForList(
                        """
                        select distinct w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run n on n.id = w.run
                        join chartlift.source_system s on s.id = n.source_system where s.uri = ? and w.resource_type = ? order by 1""",
                        String.class,
                        system,
                        type.getSimpleName())
                .stream()
                .map(reference -> FhirContext.forR4Cached()
                        .newJsonParser()
                        .parseResource(type, migration.get(reference).response().body()))
                .toList();
    }

    private Patient patient(String number) {
        return all(Patient.class).stream()
                .filter(p -> p.getIdentifier().stream().anyMatch(i -> number.equals(i.getValue()) && !i.hasUse()))
                .findFirst()
                .orElseThrow();
    }

    private Encounter visit(String number, Patient of) {
        return all(Encounter.class).stream()
                .filter(v -> v.getIdentifier().stream().anyMatch(i -> number.equals(i.getValue()) && !i.hasUse())
                        && v.getSubject().getReference().equals(reference(of)))
                .findFirst()
                .orElseThrow();
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private static String adt(String event, String... segments) {
        return "MSH|^~\\&|ADT|TESTHOSP|CHART|TESTHOSP|" + LATER + "||ADT^" + event + "|" + java.util.UUID.randomUUID()
                + "|P|2.5.1\rEVN||" + LATER + "\r" + String.join("\r", segments) + "\r";
    }

    /** A result of a visit. */
    private static String ofVisit(String mrn, String visit, String value) {
        return Hl7.result(mrn, "Doe", "O" + visit, value, "20240301090000+0000")
                .replace("\rOBR", "\r" + pv1(visit) + "\rOBR");
    }

    private static String admit(String mrn, String family, String account) {
        return adt(
                "A01",
                pid(mrn, family) + account,
                "PV1|1|I|W1^101^1^TESTHOSP||||1234^Healer^Hal||||||||||||V" + mrn + "^^^TESTHOSP^VN" + "|".repeat(25)
                        + "20240301080000+0000");
    }

    private static String pv1(String visit) {
        return "PV1|1|I|||||||||||||||||" + visit + "^^^TESTHOSP^VN";
    }

    private List<String> subjects() {
        return all(Observation.class).stream()
                .map(o -> o.getSubject().getReference())
                .toList();
    }

    @Test
    void anUnlinkGivesBackWhatAMergeMovedAndWhatCameAfterIt() {
        load(
                admit("10", "Davis", ""),
                admit("11", "Davies", ""),
                result("10", "Davis", "O8", "90", "20240301090000+0000"),
                result("11", "Davies", "O9", "99", "20240301090000+0000"));
        load(merge("10", "11", "Davis", LATER));
        load(result("11", "Davies", "O10", "101", "20240306090000+0000"));
        assertThat(subjects()).containsOnly(reference(patient("10")));
        assertThat(visit("V11", patient("10")).getSubject().getReference()).isEqualTo(reference(patient("10")));

        load(adt("A37", pid("10", "Davis"), pid("11", "Davies")));

        assertThat(subjects())
                .containsExactlyInAnyOrder(
                        reference(patient("10")), reference(patient("11")), reference(patient("11")));
        assertThat(visit("V11", patient("11"))).isNotNull();
        assertThat(patient("11").hasActive()).isFalse();
        assertThat(patient("11").hasLink()).isFalse();
        assertThat(patient("10").hasLink()).isFalse();
        assertThat(Replacement.unlinkedFrom(patient("11"))).containsExactly(reference(patient("10")));
    }

    @Test
    void aMergeTheOtherWayRoundPutsTheFormerPatientInCharge() {
        load(
                result("10", "Davis", "O8", "90", "20240301090000+0000"),
                result("11", "Davies", "O9", "99", "20240301090000+0000"));
        load(merge("10", "11", "Davis", LATER));
        load(merge("11", "10", "Davies", LATER));

        assertThat(subjects()).containsOnly(reference(patient("11")));
        assertThat(patient("11").hasActive()).isFalse();
        assertThat(patient("11").getLink()).singleElement().satisfies(l -> assertThat(l.getType())
                .isEqualTo(LinkType.REPLACES));
        assertThat(patient("10").getActiveElement().getValue()).isFalse();
    }

    @Test
    void aChainOfMergesEndsAtTheLastAndIsUndoneLinkByLink() {
        load(result("1", "A", "O1", "90", "20240301090000+0000"), result("2", "B", "O2", "99", "20240301090000+0000"));
        load(merge("2", "1", "B", LATER));
        load(merge("3", "2", "C", LATER));
        assertThat(subjects()).containsOnly(reference(patient("3")));

        load(adt("A37", pid("2", "B"), pid("1", "A")));

        assertThat(subjects()).containsExactlyInAnyOrder(reference(patient("1")), reference(patient("3")));
    }

    @Test
    void aPatientUnderANewNumberTakesOverWhatWasKnown() {
        load(admit("11", "Davies", ""));
        load(adt("A47", "PID|1||12^^^TESTHOSP^MR||Davies^Ann", "MRG|11^^^TESTHOSP^MR"));

        Patient now = patient("12");
        assertThat(now.getBirthDateElement().getValueAsString()).isEqualTo("1970-01-02");
        assertThat(now.getIdentifier()).hasSize(2);
        assertThat(visit("V11", now)).isNotNull();
    }

    @Test
    void aVisitUnderANewNumberIsTheSameVisit() {
        load(admit("10", "Davis", ""), ofVisit("10", "V10", "90"));
        load(adt("A50", pid("10", "Davis"), "MRG|10^^^TESTHOSP^MR||||V10^^^TESTHOSP^VN", pv1("W10")));

        Encounter now = visit("W10", patient("10"));
        assertThat(now.getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(now.getPeriod().hasStart()).isTrue();
        assertThat(now.hasParticipant()).isTrue();
        assertThat(visit("V10", patient("10")).getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
        assertThat(all(Observation.class).get(0).getEncounter().getReference()).isEqualTo(reference(now));

        load(ofVisit("10", "V10", "91"));
        assertThat(visit("V10", patient("10")).getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
        assertThat(all(Observation.class)).singleElement().satisfies(o -> {
            assertThat(o.getEncounter().getReference()).isEqualTo(reference(now));
            assertThat(o.getValueQuantity().getValue()).isEqualByComparingTo("91");
        });
    }

    @Test
    void aVisitThatMovesTakesItsResultsToTheOtherPatientAndLeavesTheOthers() {
        load(
                admit("11", "Davies", ""),
                admit("10", "Davis", ""),
                ofVisit("11", "V11", "90"),
                ofVisit("11", "V12", "91"));
        load(adt("A45", pid("10", "Davis"), "MRG|11^^^TESTHOSP^MR||||V11^^^TESTHOSP^VN", pv1("V11")));

        Encounter moved = visit("V11", patient("10"));
        assertThat(moved.getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(all(Observation.class))
                .filteredOn(o -> o.getEncounter().getReference().equals(reference(moved)))
                .singleElement()
                .satisfies(o -> assertThat(o.getSubject().getReference()).isEqualTo(reference(patient("10"))));
        assertThat(subjects()).containsExactlyInAnyOrder(reference(patient("10")), reference(patient("11")));
        assertThat(patient("11").hasActive()).isFalse();

        load(adt("A45", pid("11", "Davies"), "MRG|10^^^TESTHOSP^MR||||V11^^^TESTHOSP^VN", pv1("V11")));
        assertThat(visit("V11", patient("11")).getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(visit("V11", patient("10")).getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
        assertThat(subjects()).containsOnly(reference(patient("11")));
    }

    @Test
    void anAccountThatMovesTakesItsVisitsAndTheirResultsWithIt() {
        String account = "||||||||||ACC1^^^TESTHOSP";
        load(
                admit("11", "Davies", account),
                ofVisit("11", "V11", "90"),
                ofVisit("11", "V12", "91"),
                admit("10", "Davis", ""));
        load(adt("A44", pid("10", "Davis") + account, "MRG|11^^^TESTHOSP^MR||ACC1^^^TESTHOSP"));

        Encounter moved = visit("V11", patient("10"));
        Account now = all(Account.class).stream()
                .filter(a -> Replacement.of(a).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(now.getSubjectFirstRep().getReference()).isEqualTo(reference(patient("10")));
        assertThat(moved.getAccountFirstRep().getReference()).isEqualTo(reference(now));
        assertThat(subjects()).containsExactlyInAnyOrder(reference(patient("10")), reference(patient("11")));
    }

    @Test
    void mergesOfOneExtractLandAsOfThree() {
        String[] messages = {
            admit("10", "Davis", ""),
            admit("11", "Davies", ""),
            ofVisit("11", "V11", "90"),
            merge("10", "11", "Davis", LATER),
            ofVisit("11", "V11", "91"),
            adt("A37", pid("10", "Davis"), pid("11", "Davies"))
        };
        load(messages);

        assertThat(subjects()).containsExactly(reference(patient("11")));
        assertThat(visit("V11", patient("11")).getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(patient("11").hasActive()).isFalse();
        assertThat(load(messages)).isEqualTo(Map.of("read", 6, "unchanged", 6));
    }

    @Test
    void whatIsSentAfterAMergeUpdatesWhatWasSentBeforeIt() {
        load(admit("11", "Davies", ""), ofVisit("11", "V11", "90"), result("10", "Davis", "O1", "70", LATER));
        load(merge("10", "11", "Davis", LATER));
        load(ofVisit("10", "V11", "91"), adt("A03", pid("10", "Davis"), pv1("V11")));

        assertThat(all(Encounter.class)).singleElement().satisfies(v -> {
            assertThat(v.getStatus()).isEqualTo(EncounterStatus.FINISHED);
            assertThat(v.getPeriod().hasStart()).isTrue();
            assertThat(v.getSubject().getReference()).isEqualTo(reference(patient("10")));
        });
        assertThat(all(Observation.class))
                .extracting(o -> o.getValueQuantity().getValue().intValue())
                .containsExactlyInAnyOrder(70, 91);
        assertThat(subjects()).containsOnly(reference(patient("10")));
    }

    @Test
    void aNumberThatWasUsedAgainOnAnotherDayIsAnotherThing() {
        load(ofVisit("11", "V11", "90"));
        load(merge("10", "11", "Davis", LATER));
        load(ofVisit("10", "V11", "91").replace("20240301090000", "20240401090000"));

        assertThat(all(Observation.class))
                .extracting(o -> o.getValueQuantity().getValue().intValue())
                .containsExactlyInAnyOrder(90, 91);
    }
}

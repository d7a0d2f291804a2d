package org.chartlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.ConvertedResource.Scope;
import org.chartlift.mapping.ConvertedResource.Update;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class MergingTest {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private static ConvertedResource says(Patient patient, Update update, String... cleared) {
        patient.setId("p");
        return new ConvertedResource(patient, "PID-Patient", Scope.PATIENT, update, Set.of(cleared), "");
    }

    private static Patient stored() {
        Patient patient = new Patient();
        patient.setId("p");
        patient.addName().setFamily("Old").addGiven("Given");
        patient.addTelecom().setValue("1");
        patient.addIdentifier().setSystem("s").setValue("1");
        patient.addExtension("race", new StringType("r"));
        patient.setDeceased(new BooleanType(true));
        return patient;
    }

    @Test
    void anElementThatTheRecordHasReplacesTheStoredOneWholeAndOthersAreKept() {
        Patient update = new Patient();
        update.addName().setFamily("New");

        Patient after = (Patient) Merging.merge(stored(), says(update, Update.MERGE));

        assertThat(after.getName()).hasSize(1);
        assertThat(after.getNameFirstRep().getFamily()).isEqualTo("New");
        assertThat(after.getNameFirstRep().getGiven()).isEmpty();
        assertThat(after.getTelecom()).hasSize(1);
        assertThat(after.getDeceasedBooleanType().booleanValue()).isTrue();
    }

    @Test
    void thatSomebodyDiedNeverTakesThePlaceOfWhen() {
        Patient stored = stored();
        stored.setDeceased(new DateTimeType("2024-01-05"));
        Patient update = new Patient();
        update.setDeceased(new BooleanType(true));

        assertThat(((Patient) Merging.merge(stored, says(update, Update.MERGE)))
                        .getDeceasedDateTimeType()
                        .getValueAsString())
                .isEqualTo("2024-01-05");

        update.setDeceased(new BooleanType(false));
        assertThat(((Patient) Merging.merge(stored, says(update, Update.MERGE)))
                        .getDeceasedBooleanType()
                        .booleanValue())
                .isFalse();
    }

    @Test
    void identifiersAndExtensionsGrow() {
        Patient update = new Patient();
        update.addIdentifier().setSystem("s").setValue("1").setUse(Identifier.IdentifierUse.OLD);
        update.addIdentifier().setSystem("s").setValue("2");
        update.addExtension("religion", new StringType("x"));

        Patient after = (Patient) Merging.merge(stored(), says(update, Update.MERGE));

        assertThat(after.getIdentifier()).extracting(Identifier::getValue).containsExactly("1", "2");
        assertThat(after.getIdentifierFirstRep().getUse()).isEqualTo(Identifier.IdentifierUse.OLD);
        assertThat(after.getExtension()).extracting(e -> e.getUrl()).containsExactly("race", "religion");
    }

    @Test
    void aClearedElementGoesAndAClearedPartOfAKeptOneToo() {
        Patient after = (Patient)
                Merging.merge(stored(), says(new Patient(), Update.MERGE, "telecom", "name.given", "deceasedBoolean"));

        assertThat(after.hasTelecom()).isFalse();
        assertThat(after.hasDeceased()).isFalse();
        assertThat(after.getNameFirstRep().getFamily()).isEqualTo("Old");
        assertThat(after.getNameFirstRep().getGiven()).isEmpty();
    }

    @Test
    void replacingKeepsNothingButLabels() {
        Patient before = stored();
        before.getMeta().addTag("t", "kept", null);

        Patient after = (Patient) Merging.merge(before, says(new Patient().setActive(true), Update.REPLACE));

        assertThat(after.hasName()).isFalse();
        assertThat(after.getMeta().getTag("t", "kept")).isNotNull();
    }

    @Test
    void neitherSideIsChanged() {
        Patient before = stored();
        Patient update = new Patient();
        update.addIdentifier().setSystem("s").setValue("9");
        ConvertedResource said = says(update, Update.MERGE, "name.given");

        Merging.merge(before, said);

        assertThat(before.equalsDeep(stored())).isTrue();
        assertThat(update.getIdentifier()).hasSize(1);
    }

    @Test
    void aStatusThatIsOnlyAbsentNeverReplacesOneThatIsKnown() {
        Encounter known = visit();
        known.setStatus(EncounterStatus.FINISHED);
        Encounter update = visit();
        update.getStatusElement().addExtension(ABSENT, new CodeType("unknown"));

        assertThat(((Encounter) merged(known, update)).getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(((Encounter) merged(update, known)).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    @Test
    void aStatusUnknownNeverReplacesOneThatIsKnown() {
        Encounter known = visit();
        known.setStatus(EncounterStatus.FINISHED);
        Encounter update = visit();
        update.setStatus(EncounterStatus.UNKNOWN);

        assertThat(((Encounter) merged(known, update)).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    @Test
    void resultsThatArriveInPiecesAreAllOfTheReport() {
        DiagnosticReport first = new DiagnosticReport();
        first.addResult(new Reference("Observation/a"));
        DiagnosticReport second = new DiagnosticReport();
        second.addResult(new Reference("Observation/b"));

        assertThat(((DiagnosticReport) merged(first, second)).getResult())
                .extracting(Reference::getReference)
                .containsExactly("Observation/a", "Observation/b");
    }

    @Test
    void partsOfAVisitThatComeFromOtherFieldsAreKept() {
        Encounter admitted = visit();
        admitted.getHospitalization().getAdmitSource().setText("emergency room");
        admitted.getPeriod().setStartElement(new DateTimeType("2024-01-01"));
        admitted.addParticipant(participant("ADM", "Practitioner/a"));
        admitted.addParticipant(participant("ATND", "Practitioner/b"));
        Encounter discharged = visit();
        discharged.getHospitalization().getDischargeDisposition().setText("home");
        discharged.getPeriod().setEndElement(new DateTimeType("2024-01-05"));
        discharged.addParticipant(participant("ATND", "Practitioner/c"));

        Encounter after = (Encounter) merged(admitted, discharged);

        assertThat(after.getHospitalization().getAdmitSource().getText()).isEqualTo("emergency room");
        assertThat(after.getHospitalization().getDischargeDisposition().getText())
                .isEqualTo("home");
        assertThat(after.getPeriod().getStartElement().getValueAsString()).isEqualTo("2024-01-01");
        assertThat(after.getParticipant())
                .extracting(p -> p.getIndividual().getReference())
                .containsExactly("Practitioner/a", "Practitioner/c");
    }

    @Test
    void aStayThatGoesOnHasNoEnd() {
        Encounter discharged = visit();
        discharged.setStatus(EncounterStatus.FINISHED);
        discharged.getPeriod().setEndElement(new DateTimeType("2024-01-05"));
        Encounter back = visit();
        back.setStatus(EncounterStatus.INPROGRESS);
        back.getPeriod().setStartElement(new DateTimeType("2024-01-01"));

        assertThat(((Encounter) merged(discharged, back)).getPeriod().hasEnd()).isFalse();
    }

    @Test
    void aSecondMergeKeepsTheLinkOfTheFirst() {
        Patient first = new Patient();
        first.setId("p");
        first.addLink().setOther(new Reference("Patient/old1"));
        Patient second = new Patient();
        second.addLink().setOther(new Reference("Patient/old2"));

        Patient after = (Patient) Merging.merge(first, says(second, Update.MERGE));

        assertThat(after.getLink())
                .extracting(l -> l.getOther().getReference())
                .containsExactly("Patient/old1", "Patient/old2");
    }

    @Test
    void carriedFieldsOfOtherFieldsAreKept() {
        Patient first = new Patient();
        first.setId("p");
        first.addExtension(carried("PID-33.1", "a"));
        first.addExtension(carried("PID-34[2].1", "b"));
        Patient second = new Patient();
        second.addExtension(carried("PID-34", "c"));

        Patient after = (Patient) Merging.merge(first, says(second, Update.MERGE));

        assertThat(after.getExtension())
                .extracting(e -> e.getExtensionString("value"))
                .containsExactly("a", "c");
    }

    private static Extension carried(String path, String value) {
        Extension field = new Extension("https://chartlift.org/fhir/StructureDefinition/source-field");
        field.addExtension("path", new StringType(path));
        field.addExtension("value", new StringType(value));
        return field;
    }

    private static Encounter visit() {
        Encounter visit = new Encounter();
        visit.setId("v");
        return visit;
    }

    private static EncounterParticipantComponent participant(String part, String who) {
        EncounterParticipantComponent participant = new EncounterParticipantComponent();
        participant.addType().addCoding().setSystem("s").setCode(part);
        participant.setIndividual(new Reference(who));
        return participant;
    }

    private static Resource merged(Resource before, Resource update) {
        return Merging.merge(before, new ConvertedResource(update, "m", Scope.PATIENT, Update.MERGE, Set.of(), ""));
    }
}

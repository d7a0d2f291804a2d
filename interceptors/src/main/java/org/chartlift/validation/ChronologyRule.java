package org.chartlift.validation;

import java.util.Optional;
import java.util.Set;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What happened, happened after birth and before the extract was taken. Class B: such a date is wrong, or the birth date is,
 * or the patient is; the record alone does not tell which, prenatal findings are real, and to withhold the fact from the
 * chart would be worse than to show it with its finding. Elements that plan ahead are not looked at.
 */
record ChronologyRule() implements MigrationRule {
    static final String BEFORE_BIRTH = "event-before-birth";
    static final String AFTER_EXTRACT = "event-after-extract";

    private static final Set<String> EVENTS = Set.of(
            "AllergyIntolerance.lastOccurrence",
            "AllergyIntolerance.onsetDateTime",
            "AllergyIntolerance.onsetPeriod",
            "AllergyIntolerance.reaction.onset",
            "AllergyIntolerance.recordedDate",
            "Composition.date",
            "Condition.onsetDateTime",
            "Condition.onsetPeriod",
            "Condition.recordedDate",
            "DiagnosticReport.effectiveDateTime",
            "DiagnosticReport.effectivePeriod",
            "DiagnosticReport.issued",
            "DocumentReference.date",
            "Encounter.period",
            "Immunization.occurrenceDateTime",
            "Immunization.recorded",
            "MedicationAdministration.effectiveDateTime",
            "MedicationAdministration.effectivePeriod",
            "MedicationDispense.whenHandedOver",
            "MedicationRequest.authoredOn",
            "MedicationStatement.dateAsserted",
            "MedicationStatement.effectiveDateTime",
            "MedicationStatement.effectivePeriod",
            "Observation.effectiveDateTime",
            "Observation.effectiveInstant",
            "Observation.effectivePeriod",
            "Observation.issued",
            "Patient.birthDate",
            "Patient.deceasedDateTime",
            "Procedure.performedDateTime",
            "Procedure.performedPeriod",
            "ServiceRequest.authoredOn",
            "Specimen.collection.collectedDateTime",
            "Specimen.collection.collectedPeriod",
            "Specimen.receivedTime");

    @Override
    public void check(Checked checked) {
        Optional<String> birth = birthDate(checked);
        boolean planned = isPlanned(checked.resource());
        for (Element element : checked.elements()) {
            if (!EVENTS.contains(element.typePath())) {
                continue;
            }
            BaseDateTimeType start = startOf(element);
            if (start == null || !start.hasValue()) {
                continue;
            }
            if (!planned && FhirTimes.isAfter(start, checked.context().latest())) {
                checked.report(Severity.B, AFTER_EXTRACT, element.path(), "It happened after the extract was taken.");
            }
            if (birth.filter(b -> FhirTimes.isBefore(start.getValueAsString(), b))
                    .isPresent()) {
                checked.report(Severity.B, BEFORE_BIRTH, element.path(), "It happened before the patient was born.");
            }
        }
    }

    private static boolean isPlanned(Resource resource) {
        return resource instanceof Encounter encounter && encounter.getStatus() == Encounter.EncounterStatus.PLANNED;
    }

    private static @Nullable BaseDateTimeType startOf(Element element) {
        if (element.value() instanceof Period period) {
            DateTimeType start = period.getStartElement();
            return start.hasValue() ? start : null;
        }
        return element.value() instanceof BaseDateTimeType time ? time : null;
    }

    private static Optional<String> birthDate(Checked checked) {
        if (checked.resource() instanceof Patient patient) {
            return birthDate(patient);
        }
        return PatientLinks.references(checked.resource())
                .flatMap(r -> birthDate(checked, r).stream())
                .findFirst();
    }

    private static Optional<String> birthDate(Checked checked, String reference) {
        Optional<Resource> here = checked.set().find(reference).or(() -> LiteralReference.of(reference)
                .flatMap(checked.set()::find));
        if (here.isPresent()) {
            return here.get() instanceof Patient patient ? birthDate(patient) : Optional.empty();
        }
        return LiteralReference.of(reference).map(checked.birthDates()::get);
    }

    private static Optional<String> birthDate(Patient patient) {
        return Optional.ofNullable(patient.getBirthDateElement().getValueAsString());
    }
}

package org.chartlift.validation;

import java.util.Set;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * A code names its system. A code alone is ambiguous, but local codes without a system are ordinary in legacy data and their
 * text usually tells what is meant, so the weight follows what a reader is left with:
 * <ul>
 *   <li>class A: substance, drug, vaccine or problem, and neither a text, nor a display, nor another coding with a system:
 *       nobody can say what the patient is allergic to or takes;
 *   <li>class B: the same elements with a readable text, and what was observed, done or ordered: readable, not computable;
 *   <li>class C: any other code.
 * </ul>
 */
record CodeSystemRule() implements MigrationRule {
    static final String RULE = "code-without-system";

    private static final Set<String> VITAL = Set.of(
            "AllergyIntolerance.code",
            "AllergyIntolerance.reaction.substance",
            "Condition.code",
            "Immunization.vaccineCode",
            "Medication.code",
            "Medication.ingredient.itemCodeableConcept",
            "MedicationAdministration.medicationCodeableConcept",
            "MedicationDispense.medicationCodeableConcept",
            "MedicationRequest.medicationCodeableConcept",
            "MedicationStatement.medicationCodeableConcept");
    private static final Set<String> CLINICAL = Set.of(
            "AllergyIntolerance.reaction.manifestation",
            "DiagnosticReport.code",
            "DiagnosticReport.conclusionCode",
            "FamilyMemberHistory.condition.code",
            "Observation.code",
            "Observation.component.code",
            "Observation.component.valueCodeableConcept",
            "Observation.valueCodeableConcept",
            "Procedure.code",
            "ServiceRequest.code");

    @Override
    public void check(Checked checked) {
        for (Element element : checked.elements()) {
            if (element.value() instanceof CodeableConcept concept) {
                checkConcept(checked, element, concept);
            } else if (element.value() instanceof Coding coding
                    && isBare(coding)
                    && !element.path().matches(".*\\.coding\\[\\d+]")) {
                report(checked, Severity.C, element.path());
            }
        }
    }

    private static void checkConcept(Checked checked, Element element, CodeableConcept concept) {
        for (int i = 0; i < concept.getCoding().size(); i++) {
            if (isBare(concept.getCoding().get(i))) {
                report(checked, weigh(element.typePath(), concept), element.path() + ".coding[" + i + "]");
            }
        }
    }

    private static Severity weigh(String path, CodeableConcept concept) {
        if (VITAL.contains(path)) {
            return isReadable(concept) ? Severity.B : Severity.A;
        }
        return CLINICAL.contains(path) ? Severity.B : Severity.C;
    }

    private static boolean isReadable(CodeableConcept concept) {
        return concept.hasText()
                || concept.getCoding().stream().anyMatch(c -> c.hasDisplay() || (c.hasCode() && c.hasSystem()));
    }

    private static boolean isBare(Coding coding) {
        return coding.hasCode() && !coding.hasSystem();
    }

    private static void report(Checked checked, Severity severity, String path) {
        checked.report(severity, RULE, path + ".system", "A code stands without the system that it comes from.");
    }
}

package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;

/**
 * The statuses of an allergy agree (FHIR R4 AllergyIntolerance, invariants ait-1 and ait-2). Class A: a reader who filters
 * by status overlooks an allergy without one, and believes one that was withdrawn. A source without a status is told with
 * a data-absent-reason, never with an invented "active".
 */
record AllergyStatusRule() implements MigrationRule {
    static final String MISSING = "allergy-clinical-status-missing";
    static final String WITHDRAWN = "allergy-clinical-status-of-withdrawn";
    static final String CONFLICT = "allergy-status-conflict";

    @Override
    public void check(Checked checked) {
        if (!(checked.resource() instanceof AllergyIntolerance allergy)) {
            return;
        }
        boolean withdrawn = has(allergy.getVerificationStatus(), "entered-in-error");
        if (!withdrawn && !allergy.hasClinicalStatus()) {
            checked.report(
                    Severity.A,
                    MISSING,
                    "AllergyIntolerance.clinicalStatus",
                    "An allergy that is not entered in error needs a clinical status (ait-1).");
        }
        if (withdrawn && allergy.hasClinicalStatus()) {
            checked.report(
                    Severity.A,
                    WITHDRAWN,
                    "AllergyIntolerance.clinicalStatus",
                    "An allergy that was entered in error must not have a clinical status (ait-2).");
        }
        if (has(allergy.getVerificationStatus(), "refuted") && has(allergy.getClinicalStatus(), "active")) {
            checked.report(
                    Severity.B,
                    CONFLICT,
                    "AllergyIntolerance.verificationStatus",
                    "The allergy is refuted and active at once.");
        }
    }

    private static boolean has(CodeableConcept concept, String code) {
        return concept.getCoding().stream().anyMatch(c -> code.equals(c.getCode()));
    }
}

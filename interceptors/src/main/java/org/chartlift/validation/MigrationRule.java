package org.chartlift.validation;

import java.util.List;

/**
 * One invariant that a migration must keep, whatever profiles a resource claims. Rules hold no state and are safe for use
 * by several threads. Messages never hold a value of the patient, nor a resource id.
 */
sealed interface MigrationRule
        permits AllergyStatusRule,
                AttributionRule,
                ChronologyRule,
                CodeSystemRule,
                DoseUnitRule,
                EmptyResourceRule,
                PatientLinkRule,
                PeriodRule,
                ReferenceRule,
                UcumRule {
    /** The closed registry, in the order in which findings are reported. */
    List<MigrationRule> ALL = List.of(
            new EmptyResourceRule(),
            new PatientLinkRule(),
            new ReferenceRule(),
            new AllergyStatusRule(),
            new CodeSystemRule(),
            new DoseUnitRule(),
            new UcumRule(),
            new PeriodRule(),
            new ChronologyRule(),
            new AttributionRule());

    /** Reports what is wrong with the resource to {@link Checked#report}. */
    void check(Checked checked);
}

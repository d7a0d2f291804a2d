package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Clinical resources say whose they are. Class A where FHIR R4 requires it (cardinality 1..1): an allergy of nobody protects
 * nobody. Class B where FHIR leaves it open (observations of a device or a water sample exist). A display alone names
 * nobody.
 */
record PatientLinkRule() implements MigrationRule {
    static final String RULE = "patient-missing";

    @Override
    public void check(Checked checked) {
        Resource resource = checked.resource();
        PatientLinks.linkOf(resource).ifPresent(link -> {
            boolean linked = link.references(resource).stream().anyMatch(PatientLinkRule::namesSomebody);
            if (!linked) {
                checked.report(
                        link.required() ? Severity.A : Severity.B,
                        RULE,
                        resource.fhirType() + "." + link.element(),
                        "The resource does not say which patient it belongs to.");
            }
        });
    }

    private static boolean namesSomebody(Reference reference) {
        return reference.hasReference() || reference.hasIdentifier() || reference.getResource() != null;
    }
}

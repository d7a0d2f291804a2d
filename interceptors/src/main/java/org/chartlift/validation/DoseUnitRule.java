package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Quantity;

/**
 * A dose says its unit. Class B: a dose without a unit stays without one and is reported, never guessed; to withhold the
 * whole prescription would hide more than the missing unit does.
 */
record DoseUnitRule() implements MigrationRule {
    static final String RULE = "dose-without-unit";

    @Override
    public void check(Checked checked) {
        for (Element element : checked.elements()) {
            if (element.value() instanceof Quantity quantity
                    && DosePaths.contains(element.typePath())
                    && quantity.hasValue()
                    && !quantity.hasUnit()
                    && !quantity.hasCode()) {
                checked.report(Severity.B, RULE, element.path(), "A dose has a value and no unit.");
            }
        }
    }
}

package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.chartlift.ucum.UcumCodes;
import org.hl7.fhir.r4.model.Quantity;

/**
 * A unit that claims to be UCUM is UCUM; any other unit is kept as text, without the system. Class A: software that trusts
 * the system computes with it, FHIR's own validator refuses it, and nothing is lost by saying the unit as text.
 */
record UcumRule() implements MigrationRule {
    static final String RULE = "unit-not-ucum";
    static final String UCUM = "http://unitsofmeasure.org";

    @Override
    public void check(Checked checked) {
        for (Element element : checked.elements()) {
            if (element.value() instanceof Quantity quantity && claimsWrongly(quantity)) {
                checked.report(
                        Severity.A,
                        RULE,
                        element.path() + ".code",
                        "The unit's code claims the UCUM system and is not a UCUM code.");
            }
        }
    }

    private static boolean claimsWrongly(Quantity quantity) {
        return UCUM.equals(quantity.getSystem()) && quantity.hasCode() && !UcumCodes.isValid(quantity.getCode());
    }
}

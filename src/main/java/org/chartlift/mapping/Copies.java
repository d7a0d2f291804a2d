package org.chartlift.mapping;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Type;

/** Copies of constants: the model's elements can be changed, a compiled plan cannot. */
final class Copies {
    private Copies() {}

    static Base of(Base value) {
        return value instanceof Type t ? t.copy() : ((org.hl7.fhir.r4.model.BackboneElement) value).copy();
    }
}

package org.chartlift.load;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Codes of our own in Tasks. */
public final class Terms {
    /** The code system. */
    public static final String SYSTEM = "https://chartlift.org/fhir/CodeSystem/task";

    private Terms() {}

    /** One of our codes. */
    public static CodeableConcept code(String code) {
        return new CodeableConcept().addCoding(new Coding().setSystem(SYSTEM).setCode(code));
    }
}

package org.chartlift.record;

import java.util.Objects;

/**
 * One thing found wrong with a record or with a resource made from it.
 *
 * @param severity how much it weighs; {@link Severity#A} quarantines the record
 * @param rule stable slug of the check, for example {@code dose-without-unit} or {@code no-message-map}
 * @param sourcePath path in the source record, for example {@code OBX[3]-5}; empty if the whole record is meant
 * @param targetPath FHIR path in the target, for example {@code Observation.valueQuantity}; empty if there is none
 * @param message one sentence a person understands; never holds a value of the patient
 */
public record Finding(Severity severity, String rule, String sourcePath, String targetPath, String message) {
    public Finding {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(sourcePath);
        Objects.requireNonNull(targetPath);
        Objects.requireNonNull(message);
    }
}

package org.chartlift.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * An attempt to write that left nothing behind.
 *
 * @param recorded when
 * @param caller who asked
 * @param interaction code of {@code http://hl7.org/fhir/restful-interaction}, such as {@code create} or {@code transaction}
 * @param severe whether the server failed (outcome 8) rather than the request (outcome 4)
 * @param reason why, in words or rule names; never a value of a patient, nor a resource id
 */
public record Refusal(Instant recorded, Caller caller, String interaction, boolean severe, String reason) {
    public Refusal {
        Objects.requireNonNull(recorded);
        Objects.requireNonNull(caller);
        Objects.requireNonNull(interaction);
        Objects.requireNonNull(reason);
    }
}

package org.chartlift.mapping.function;

import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** Makes a FHIR value from a source node. Stateless. */
@FunctionalInterface
public interface ValueFunction {
    /**
     * The value, or null where there is none: {@link Call#fail} says why the source value could not be used; without a failure the function does
     * not apply to this value and claims nothing.
     */
    @Nullable
    Base apply(Call call);
}

package org.chartlift.rollback;

import java.util.Collection;
import java.util.Set;

/** Legal holds: what they are on is not rolled back. Called by many threads. */
@FunctionalInterface
public interface Holds {
    /** Those of the resources ({@code Type/id}, deleted ones among them) that a hold is on, itself or through its patient. */
    Set<String> held(Collection<String> references);

    /** No holds. */
    static Holds none() {
        return references -> Set.of();
    }
}

package org.chartlift.audit;

import java.util.Objects;
import java.util.Set;

/**
 * One version of a resource that a transaction wrote.
 *
 * @param reference {@code Type/id/_history/version}; for a deletion, the version that says it is deleted
 * @param change what was done
 * @param patients {@code Patient/id} of those whose record it is part of
 */
public record WrittenResource(String reference, Change change, Set<String> patients) {
    public WrittenResource {
        Objects.requireNonNull(reference);
        Objects.requireNonNull(change);
        patients = Set.copyOf(patients);
    }
}

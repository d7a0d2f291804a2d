package org.chartlift.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Somebody asked the server to tell what it keeps; nothing was written.
 *
 * @param recorded when
 * @param caller who asked
 * @param operation name of the operation, without {@code $}
 * @param refused why nothing was told; empty if it was; never a value of a patient
 * @param values whether values of source records were told
 * @param patients {@code Patient/id} of those whose record it is
 * @param resources the resources that were asked for
 * @param records logical ids of the source records that were read
 */
public record Access(
        Instant recorded,
        Caller caller,
        String operation,
        String refused,
        boolean values,
        Set<String> patients,
        List<String> resources,
        List<String> records) {
    public Access {
        Objects.requireNonNull(recorded);
        Objects.requireNonNull(caller);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(refused);
        patients = Set.copyOf(patients);
        resources = List.copyOf(resources);
        records = List.copyOf(records);
    }
}

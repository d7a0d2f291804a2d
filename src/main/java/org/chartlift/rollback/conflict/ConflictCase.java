package org.chartlift.rollback.conflict;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.chartlift.rollback.merge.Conflict;

/**
 * One resource with at least one conflict.
 *
 * @param taskId logical id that the Task shall have
 * @param rollback the rollback's Task, {@code Task/id}
 * @param resource what the conflicts are about, {@code Type/id} without a version
 * @param exists whether the resource is there; a reference to one that was deleted would be refused
 * @param patient whose record it is, {@code Patient/id} of one that is there; empty if it is nobody's
 * @param at when the conflict was found
 * @param conflicts what was changed twice; a path that is a resource type alone is about the resource as a whole
 */
public record ConflictCase(
        String taskId,
        String rollback,
        String resource,
        boolean exists,
        String patient,
        Instant at,
        List<Conflict> conflicts) {
    public ConflictCase {
        Objects.requireNonNull(taskId);
        Objects.requireNonNull(rollback);
        Objects.requireNonNull(resource);
        Objects.requireNonNull(patient);
        Objects.requireNonNull(at);
        conflicts = List.copyOf(conflicts);
        if (conflicts.isEmpty()) {
            throw new IllegalArgumentException("a case without a conflict");
        }
    }
}

package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * What a resource is to become.
 *
 * @param kind what the merge came to
 * @param merged the resource to write; shares nothing with what was given. Of a {@link Kind#UNCREATE} it is the resource that is to
 *     be deleted
 * @param conflicts elements that both sides changed, in order of the resource; empty unless {@link Kind#CONFLICT}
 */
public record MergeResult(Kind kind, ObjectNode merged, List<Conflict> conflicts) {
    public MergeResult {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(merged);
        conflicts = List.copyOf(conflicts);
    }

    /** Whether it could not be divided at all and stays as it is. */
    public boolean isOfTheWhole() {
        return conflicts.stream()
                .anyMatch(c -> c.path().equals(merged.path("resourceType").asText()));
    }

    /** What a merge can come to. */
    public enum Kind {
        /** Nobody has changed it since us: it becomes what it was before. */
        RESTORE,
        /** We created it and nobody has changed it since: it may be deleted. */
        UNCREATE,
        /** We created it and somebody has changed it since: it stays as it is, with what we wrote. */
        KEEP_CREATED,
        /** We changed nothing, or nothing that is still there: it stays as it is. */
        KEEP,
        /** Our change is taken back, later edits stay. */
        MERGE,
        /** As far as possible our change is taken back; where a later edit overlaps with it, the edit stays. */
        CONFLICT
    }
}

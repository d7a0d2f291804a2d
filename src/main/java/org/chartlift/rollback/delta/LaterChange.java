package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/**
 * A resource that somebody else wrote since the checkpoint.
 *
 * @param reference {@code Type/id}
 * @param version the last version that they wrote
 * @param kind what became of it since the checkpoint
 * @param who who wrote that version
 * @param at when they did
 * @param content the resource as it is now; of a deleted one, as it was last
 */
public record LaterChange(String reference, long version, Kind kind, String who, Instant at, ObjectNode content) {
    /** What became of a resource. */
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }

    public LaterChange {
        Objects.requireNonNull(reference);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(who);
        Objects.requireNonNull(at);
        Objects.requireNonNull(content);
    }

    String type() {
        return reference.substring(0, reference.indexOf('/'));
    }
}

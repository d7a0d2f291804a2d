package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * An element that we changed and somebody else changed too. The merged resource has the last of the three.
 *
 * @param path FHIRPath of the element; an index counts in the current resource, an element without one stands for the list
 * @param base what was there before us
 * @param ours what we wrote
 * @param current what is there now. In all three, JSON null stands for nothing; an object of several properties of the path's
 *     parent, for elements that stand or fall together and for primitives with extensions
 */
public record Conflict(String path, JsonNode base, JsonNode ours, JsonNode current) {
    public Conflict {
        Objects.requireNonNull(path);
        Objects.requireNonNull(base);
        Objects.requireNonNull(ours);
        Objects.requireNonNull(current);
    }
}

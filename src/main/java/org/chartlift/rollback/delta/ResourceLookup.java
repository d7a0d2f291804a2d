package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads resources that a change refers to. */
@FunctionalInterface
public interface ResourceLookup {
    /** The resource ({@code Type/id}) as it is now; null if it is not there. */
    @Nullable
    ObjectNode read(String reference);
}

package org.chartlift.mapping;

import org.jspecify.annotations.Nullable;

/** A map by id, resolved once all maps are compiled: data type maps may name each other. */
final class MapRef {
    final String id;
    private @Nullable MapPlan plan;

    MapRef(String id) {
        this.id = id;
    }

    void resolve(MapPlan resolved) {
        plan = resolved;
    }

    MapPlan plan() {
        if (plan == null) {
            throw new IllegalStateException("map " + id + " was not resolved");
        }
        return plan;
    }
}

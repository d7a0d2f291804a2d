package org.chartlift.mapping;

import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One resource in the making: what one occurrence of its segment or data type contributes to it. Used by one thread. */
final class Instance {
    final MapPlan map;
    final int node;
    final int segment;
    final Resource resource;
    final Place place;
    final Set<String> cleared = new LinkedHashSet<>();
    String id = "";
    private String reference = "";
    boolean resolving;
    /** Whether a value of the source stands in it. */
    boolean touched;

    @Nullable
    Instance mergedInto;

    Instance(MapPlan map, int node, int segment, Resource resource) {
        this.map = map;
        this.node = node;
        this.segment = segment;
        this.resource = resource;
        place = new Place(resource, map.type());
    }

    String reference() {
        return reference;
    }

    void identify(String resourceId) {
        id = resourceId;
        reference = map.type() + "/" + resourceId;
        place.label = reference;
        resource.setId(resourceId);
    }
}

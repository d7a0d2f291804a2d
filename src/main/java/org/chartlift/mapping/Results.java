package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;

/** Merges what has one id, and hands the resources out. */
final class Results {
    private final Run run;

    Results(Run run) {
        this.run = run;
    }

    List<ConvertedResource> resources() {
        List<ConvertedResource> all = new ArrayList<>();
        List<Instance> traced = new ArrayList<>();
        for (List<Instance> same : run.byId().values()) {
            Instance first = same.get(0);
            Set<String> cleared = new LinkedHashSet<>(first.cleared);
            for (int i = 1; i < same.size(); i++) {
                merge(first.place, same.get(i).place, same.get(i).map.id());
                cleared.addAll(same.get(i).cleared);
            }
            traced.add(first);
            all.add(new ConvertedResource(
                    first.resource,
                    first.map.id(),
                    first.map.scope(),
                    first.map.update(),
                    cleared,
                    Replacement.of(first.resource)));
        }
        if (run.options.tracing()) {
            Origins origins = new Origins(run.claims.standing(), run.options.strict());
            traced.forEach(origins::mark);
        }
        return all;
    }

    /**
     * Adds what a second occurrence of the same resource wrote: list items that are not there yet, elements that are absent; of two different values of one
     * element the later one stands and the earlier one is reported as overwritten.
     */
    private static void merge(Place into, Place from, String rule) {
        for (Place child : List.copyOf(from.children())) {
            Place match = match(into, child);
            if (match != null && SourceField.same(match.value, child.value)) {
                child.alias = match;
            } else if (match != null && child.index == Place.SINGLE && match.value instanceof BackboneElement) {
                merge(match, child, rule);
                child.alias = match;
            } else {
                move(into, child, child.index == Place.SINGLE ? match : null, rule);
            }
        }
    }

    private static Place match(Place into, Place child) {
        for (Place c : into.children()) {
            boolean same = c.property.equals(child.property)
                    && (child.index == Place.SINGLE || SourceField.same(c.value, child.value));
            if (same) {
                return c;
            }
        }
        return null;
    }

    private static void move(Place into, Place child, Place replaced, String rule) {
        if (replaced != null) {
            replaced.overwrittenBy = child.origin == null ? rule : child.origin;
            into.remove(replaced);
            replaced.parent = into;
        }
        Base container = into.value;
        Property property = container.getNamedProperty(child.property);
        container.setProperty(property.getName(), child.value);
        child.index = child.index == Place.SINGLE ? Place.SINGLE : into.count(child.property);
        into.add(child);
    }
}

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.chartlift.record.Outcome;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.jspecify.annotations.Nullable;

/**
 * Says of every primitive of a resource which rule wrote it out of which leaves; a value without an origin would be invented. Used by one thread, when the
 * conversion is complete.
 */
final class Origins {
    private final Map<Place, List<Claims.Claimed>> claims;
    private final boolean strict;
    private String map = "";

    /**
     * @param claims those that stand, by place
     * @param strict whether a primitive without an origin is an error
     */
    Origins(Map<Place, List<Claims.Claimed>> claims, boolean strict) {
        this.claims = claims;
        this.strict = strict;
    }

    /** Marks every primitive of the resource; if strict, throws {@link IllegalStateException} naming path and map for one that no rule wrote. */
    void mark(Instance instance) {
        map = instance.map.id();
        Place resource = instance.place;
        for (Property property : resource.value.children()) {
            String name = property.getName();
            if (!name.equals("id") && !name.equals("resourceType")) {
                property(resource, null, property, resource.label);
            }
        }
    }

    private void property(@Nullable Place place, @Nullable Place writer, Property property, String path) {
        int index = 0;
        for (Base value : property.getValues()) {
            Place child = place == null ? null : find(place, property, value, property.isList() ? index : Place.SINGLE);
            String at = path + "." + property.getName() + (property.isList() ? "[" + index + "]" : "");
            element(child, child != null && child.origin != null ? child : writer, value, at);
            index++;
        }
    }

    private static @Nullable Place find(Place place, Property property, Base value, int index) {
        Place named = null;
        for (Place c : place.children()) {
            if (c.value == value) {
                return c;
            }
            named = named == null && c.property.equals(property.getName()) && c.index == index ? c : named;
        }
        return named;
    }

    private void element(@Nullable Place place, @Nullable Place writer, Base value, String path) {
        if (strict && writer == null && (place == null || isValue(value))) {
            throw new IllegalStateException("no rule wrote " + path + " (map " + map + ")");
        }
        if (isValue(value)) {
            origin(place, writer).mark(value);
        }
        for (Property property : value.children()) {
            // the URL is the name of the extension that the rule's target spells
            boolean isUrl = value instanceof Extension && property.getName().equals("url");
            if (!isUrl) {
                property(place, writer, property, path);
            }
        }
    }

    private static boolean isValue(Base value) {
        return value.isPrimitive() && value.hasPrimitiveValue();
    }

    private Origin origin(@Nullable Place place, @Nullable Place writer) {
        List<Claims.Claimed> own = place == null ? List.of() : claims.getOrDefault(place, List.of());
        if (!own.isEmpty()) {
            return source(own);
        }
        if (writer == null || writer.origin == null) {
            return new Origin(Origin.Kind.UNKNOWN, "", List.of(), "");
        }
        if (writer.constant) {
            return new Origin(Origin.Kind.FIXED, writer.origin, List.of(), "");
        }
        List<Claims.Claimed> found = claims.getOrDefault(writer, List.of());
        found = found.isEmpty() ? telling(below(writer)) : found;
        // a translation stands beside the coding that it was made of
        found = found.isEmpty() && writer.parent != null ? translated(below(writer.parent)) : found;
        if (found.isEmpty()) {
            return new Origin(Origin.Kind.REFERENCE, writer.origin, List.of(), "");
        }
        Origin origin = source(found);
        return new Origin(Origin.Kind.SOURCE, writer.origin, origin.leaves(), origin.vocabulary());
    }

    private static Origin source(List<Claims.Claimed> claims) {
        TreeSet<Integer> leaves = new TreeSet<>();
        String vocabulary = "";
        for (Claims.Claimed c : claims) {
            leaves.add(c.leaf());
            vocabulary = c.kind() == Outcome.TRANSLATED ? c.detail() : vocabulary;
        }
        return new Origin(Origin.Kind.SOURCE, claims.get(0).rule(), List.copyOf(leaves), vocabulary);
    }

    /** Those that were translated, if any were. */
    private static List<Claims.Claimed> telling(List<Claims.Claimed> all) {
        List<Claims.Claimed> translated = translated(all);
        return translated.isEmpty() ? all : translated;
    }

    private static List<Claims.Claimed> translated(List<Claims.Claimed> all) {
        return all.stream().filter(c -> c.kind() == Outcome.TRANSLATED).toList();
    }

    private List<Claims.Claimed> below(Place place) {
        List<Claims.Claimed> all = new ArrayList<>(claims.getOrDefault(place, List.of()));
        place.children().forEach(child -> all.addAll(below(child)));
        return all;
    }
}

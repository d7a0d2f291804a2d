package org.chartlift.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Origin;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Follows values through the merging of resources: each primitive of a working copy gets its origin's number as element id, which copies of elements keep and
 * which says nothing. The model's copies of enumerations keep only extensions, so these get one. Used by one thread.
 */
final class Stamps {
    private static final String PREFIX = "origin-";

    private final List<Stamp> stamps = new ArrayList<>();

    /** An origin and the conversion that it belongs to; none if a merge of patients wrote the value. */
    record Stamp(@Nullable Trace trace, Origin origin) {
        static final Stamp NOBODY = new Stamp(null, new Origin(Origin.Kind.UNKNOWN, "", List.of(), ""));
        static final Stamp MERGE = new Stamp(null, new Origin(Origin.Kind.REFERENCE, "", List.of(), ""));
    }

    /** A copy whose values know where they came from. */
    ConvertedResource of(Trace trace, ConvertedResource r) {
        Resource copy = r.resource().copy();
        List<Elements.Value> from = Elements.of(r.resource());
        List<Elements.Value> to = Elements.of(copy);
        for (int i = 0; i < to.size(); i++) {
            Base original = from.get(i).primitive();
            Base copied = to.get(i).primitive();
            Origin.of(original).ifPresent(origin -> put(copied, new Stamp(trace, origin)));
        }
        return new ConvertedResource(copy, r.map(), r.scope(), r.update(), r.cleared(), r.mergedInto());
    }

    void put(Base primitive, Stamp stamp) {
        if (primitive instanceof Enumeration<?> enumeration) {
            enumeration.getExtension().removeIf(Elements::isStamp);
            enumeration.addExtension(Elements.STAMP, new StringType(PREFIX + stamps.size()));
        } else if (primitive instanceof Element element) {
            element.setId(PREFIX + stamps.size());
        }
        stamps.add(stamp);
    }

    private static @Nullable String number(Base primitive) {
        if (primitive instanceof Enumeration<?> enumeration) {
            return enumeration.getExtensionString(Elements.STAMP);
        }
        return primitive instanceof Element element ? element.getId() : null;
    }

    Optional<Stamp> of(Base primitive) {
        String id = number(primitive);
        return id != null && id.startsWith(PREFIX)
                ? Optional.of(stamps.get(Integer.parseInt(id.substring(PREFIX.length()))))
                : Optional.empty();
    }

    /** What is stored gets the stamps of what was replayed, wherever both have the same value at the same place. */
    void move(Resource replayed, Resource stored) {
        Map<String, Elements.Value> from = Elements.byPath(replayed);
        for (Elements.Value to : Elements.of(stored)) {
            Elements.Value same = from.get(to.text());
            if (same != null && same.value().equals(to.value())) {
                of(same.primitive()).ifPresent(stamp -> put(to.primitive(), stamp));
            }
        }
    }
}

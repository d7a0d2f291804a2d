package org.chartlift.load;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chartlift.ledger.RecordRow;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Replacement;

/**
 * A record that was loaded before under other maps, converted by both.
 *
 * @param row its row in this run
 * @param old what the maps of that time say
 * @param now what the maps of this run say; the old ones' word where they do not take the record
 * @param bad whether the maps of this run do not take the record
 */
record Known(RecordRow row, ConvertedRecord old, ConvertedRecord now, boolean bad) {
    /**
     * Empty if the old maps, or this software with them, do not take it, or if old and new maps do not say the same of what takes whose place: then it is a record
     * like any other.
     */
    static Optional<Known> of(RecordRow row, ConvertedRecord old, ConvertedRecord now) {
        if (!old.isClean() || (now.isClean() && !links(old).equals(links(now)))) {
            return Optional.empty();
        }
        return Optional.of(new Known(row, old, now.isClean() ? now : old, !now.isClean()));
    }

    /** The resources of which the maps say different things. */
    Set<String> differences() {
        Map<String, ConvertedResource> before = byReference(old.resources());
        Map<String, ConvertedResource> after = byReference(now.resources());
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(reference -> same(before.get(reference), after.get(reference)));
        return all;
    }

    private static Map<String, String> links(ConvertedRecord record) {
        Map<String, String> links = new HashMap<>();
        record.own()
                .filter(r -> !r.mergedInto().isEmpty()
                        || !Replacement.unlinkedFrom(r.resource()).isEmpty())
                .forEach(r -> links.put(r.reference(), r.mergedInto() + Replacement.unlinkedFrom(r.resource())));
        return links;
    }

    private static Map<String, ConvertedResource> byReference(List<ConvertedResource> resources) {
        Map<String, ConvertedResource> byReference = new HashMap<>();
        resources.forEach(r -> byReference.put(r.reference(), r));
        return byReference;
    }

    private static boolean same(ConvertedResource a, ConvertedResource b) {
        return a != null
                && b != null
                && a.scope() == b.scope()
                && a.update() == b.update()
                && a.cleared().equals(b.cleared())
                && a.mergedInto().equals(b.mergedInto())
                && a.resource().equalsDeep(b.resource());
    }
}

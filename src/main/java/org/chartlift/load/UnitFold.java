package org.chartlift.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.Disposition;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Applies the records of a unit in source order, in memory, on top of what is stored, so that only the last state of each resource
 * is written. For one thread.
 */
final class UnitFold {
    private final Map<String, Stored> stored;
    private final ContentHasher hasher;
    private final Map<String, Touched> touched = new LinkedHashMap<>();
    private final Map<Long, Disposition> dispositions = new TreeMap<>();

    UnitFold(Map<String, Stored> stored, ContentHasher hasher) {
        this.stored = stored;
        this.hasher = hasher;
    }

    /** The content of a resource at this point; null if it does not exist. */
    @Nullable
    Resource state(String reference) {
        Touched t = touched.get(reference);
        if (t != null) {
            return t.now();
        }
        Stored s = stored.get(reference);
        return s == null ? null : s.resource();
    }

    /** Applies a record; its disposition follows from what it changed. */
    void apply(ConvertedRecord record) {
        long seq = record.row().seq();
        Map<Disposition, Integer> effects = new EnumMap<>(Disposition.class);
        record.own().forEach(r -> effects.merge(apply(seq, r), 1, Integer::sum));
        dispositions.put(seq, record.isMerge() ? Disposition.MERGED : strongest(effects));
    }

    private Disposition apply(long seq, ConvertedResource update) {
        Touched t = touch(update.reference());
        boolean exists = t.now() != null;
        boolean changed = t.set(seq, Merging.merge(t.now(), update), hasher);
        return changed ? (exists ? Disposition.UPDATED : Disposition.CREATED) : Disposition.UNCHANGED;
    }

    private static Disposition strongest(Map<Disposition, Integer> effects) {
        if (effects.containsKey(Disposition.UPDATED)) {
            return Disposition.UPDATED;
        }
        return effects.containsKey(Disposition.CREATED) ? Disposition.CREATED : Disposition.UNCHANGED;
    }

    /** Adds what was read of a resource that no record of the unit speaks of. */
    void know(String reference, Stored resource) {
        stored.putIfAbsent(reference, resource);
    }

    Touched touch(String reference) {
        return touched.computeIfAbsent(reference, r -> new Touched(r, stored.get(r)));
    }

    Collection<Touched> all() {
        return new ArrayList<>(touched.values());
    }

    /** The disposition of each record that was applied, by its number. */
    Map<Long, Disposition> dispositions() {
        return dispositions;
    }

    List<Touched> by(String type) {
        return touched.values().stream()
                .filter(t -> t.reference().startsWith(type + "/"))
                .toList();
    }
}

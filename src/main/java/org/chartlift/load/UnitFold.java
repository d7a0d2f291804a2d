package org.chartlift.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<Long, List<Effect>> effects = new TreeMap<>();
    private final Set<Long> merges = new HashSet<>();
    private final Linking linking;

    private record Effect(Touched touched, boolean changed, Disposition disposition) {}

    UnitFold(Map<String, Stored> stored, ContentHasher hasher) {
        this.stored = stored;
        this.hasher = hasher;
        this.linking = new Linking(this, hasher);
    }

    /** What the records say of two resources at once. */
    Linking linking() {
        return linking;
    }

    /** Whether it is known if the resource exists, and what it says. */
    boolean isKnown(String reference) {
        return touched.containsKey(reference) || stored.containsKey(reference);
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

    /** Applies a record. */
    void apply(ConvertedRecord record) {
        List<Effect> own = effects.computeIfAbsent(record.row().seq(), seq -> new ArrayList<>());
        Map<String, Resource> before = linking.before(record);
        record.own().forEach(r -> own.add(apply(record.row().seq(), r)));
        linking.apply(record, before);
        if (record.isMerge()) {
            merges.add(record.row().seq());
        }
    }

    private Effect apply(long seq, ConvertedResource update) {
        Touched t = touch(update.reference());
        boolean exists = t.now() != null;
        boolean changed = t.set(seq, Merging.merge(t.now(), update), hasher);
        return new Effect(t, changed, exists ? Disposition.UPDATED : Disposition.CREATED);
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

    /**
     * The disposition of each record that was applied, by its number; to be asked for once the resources are sealed. A change that a later record of
     * the unit took back, so that nothing is written, is none.
     */
    Map<Long, Disposition> dispositions() {
        Map<Long, Disposition> dispositions = new TreeMap<>();
        effects.forEach(
                (seq, own) -> dispositions.put(seq, merges.contains(seq) ? Disposition.MERGED : strongest(own)));
        return dispositions;
    }

    private static Disposition strongest(List<Effect> effects) {
        Set<Disposition> said = EnumSet.noneOf(Disposition.class);
        effects.stream().filter(e -> e.changed() && e.touched().isChanged()).forEach(e -> said.add(e.disposition()));
        if (said.contains(Disposition.UPDATED)) {
            return Disposition.UPDATED;
        }
        return said.contains(Disposition.CREATED) ? Disposition.CREATED : Disposition.UNCHANGED;
    }
}

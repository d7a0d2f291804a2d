package org.chartlift.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.RecordLedger.Settled;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.Disposition;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings what records of one chunk made under earlier maps to what they make under the run's: only resources of which the two say different things are looked at,
 * and of these only what differs is changed. For one thread.
 */
final class Remapping {
    private static final int UNIT = 200;

    private final LoadServices services;
    private final LoadRun load;
    private final KnownRecords known;
    private final UnitWriter writer;
    private final Work piece;
    private final Map<Long, String> digests;
    private final Map<String, TreeSet<Long>> changedBy = new TreeMap<>();
    private final Map<String, Resource> before = new HashMap<>();
    private final Map<String, Resource> after = new LinkedHashMap<>();
    private final Map<Long, SourceRef> sources = new HashMap<>();
    private final Map<Long, Disposition> dispositions = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<Long, ConvertedRecord> records = new HashMap<>();

    /** @param digests maps that the known records of the piece were loaded with, by record */
    Remapping(LoadServices services, LoadRun load, Work piece, Map<Long, String> digests) {
        this.services = services;
        this.load = load;
        this.piece = piece;
        this.digests = digests;
        known = new KnownRecords(services, load);
        writer = new UnitWriter(services, load);
    }

    /**
     * Settles the known records of a chunk.
     *
     * @param rows in source order, settled ones among them
     * @return those that turned out not to be known, to be loaded like others
     */
    List<RecordRow> run(List<RecordRow> rows) {
        List<RecordRow> others = new ArrayList<>();
        List<RecordRow> mine = new ArrayList<>();
        for (RecordRow row : rows) {
            known.convert(piece, row, digests.get(row.seq()), false)
                    .ifPresentOrElse(k -> compare(k, mine), () -> others.add(row));
        }
        if (!changedBy.isEmpty()) {
            mine.forEach(this::fold);
            new Bisection<Touched>(
                            services.metrics(),
                            load,
                            this::write,
                            (t, cause) -> bad(t, List.of(Failure.finding(cause))))
                    .runAll(touched(), UNIT);
        }
        settle(mine);
        return others;
    }

    private void compare(Known k, List<RecordRow> mine) {
        mine.add(k.row());
        sources.put(k.row().seq(), k.now().source(load.run().sourceSystem()));
        dispositions.put(k.row().seq(), Disposition.UNCHANGED);
        if (k.bad()) {
            ConvertedRecord now = load.converter()
                    .convert(k.row(), piece.scanFindings(k.row()), load.run().sourceSystem(), false);
            held.add(Held.bad(now, now.findings()));
            return;
        }
        Set<String> own = new HashSet<>(k.differences());
        own.removeIf(reference -> isShared(k, reference));
        own.forEach(reference -> changedBy
                .computeIfAbsent(reference, r -> new TreeSet<>())
                .add(k.row().seq()));
        if (!own.isEmpty()) {
            records.put(k.row().seq(), k.now());
        }
    }

    private static boolean isShared(Known k, String reference) {
        return Stream.concat(k.old().shared(), k.now().shared())
                .anyMatch(r -> r.reference().equals(reference));
    }

    /** Every record of the chunk has its say in the resources that change, not only those that change them: the order of their words decides. */
    private void fold(RecordRow row) {
        known.convert(piece, row, digests.get(row.seq()), false).ifPresent(k -> {
            k.old().own().forEach(r -> fold(before, r));
            k.now().own().forEach(r -> fold(after, r));
        });
    }

    private void fold(Map<String, Resource> states, ConvertedResource r) {
        if (changedBy.containsKey(r.reference())) {
            states.put(r.reference(), Merging.merge(states.get(r.reference()), r));
        }
    }

    private List<Touched> touched() {
        Map<String, Stored> stored = services.stored().read(changedBy.keySet());
        List<Touched> touched = new ArrayList<>();
        changedBy.forEach((reference, by) -> {
            Stored there = stored.get(reference);
            Resource next = next(before.get(reference), there == null ? null : there.resource(), after.get(reference));
            if (next != null) {
                Touched t = new Touched(reference, there);
                t.remap(by, next);
                t.seal(services.hasher());
                if (t.isChanged()) {
                    touched.add(t);
                }
            }
        });
        // what is new may be referred to by anything, so it comes first
        touched.sort(java.util.Comparator.comparing(t -> t.before() != null));
        return touched;
    }

    /** Null where nothing is to be written: what the new maps do not make any more stays, and what somebody deleted stays deleted. */
    private @Nullable Resource next(@Nullable Resource old, @Nullable Resource stored, @Nullable Resource now) {
        if (now == null || (old != null && stored == null)) {
            return null;
        }
        if (stored == null) {
            Resource made = now.copy();
            new Survivors(services.stored(), services.fhir()).repoint(made);
            return made;
        }
        Resource said = old == null ? ResourceFactory.createResource(now.fhirType()) : old;
        return ThreeWay.merge(services.fhir(), said, stored, now);
    }

    /** Answers the rest of a unit in which some did not pass. */
    private List<Touched> write(List<Touched> unit) {
        List<List<Finding>> found =
                services.checks().check(unit.stream().map(Touched::resource).toList(), load.rehearsed());
        List<Touched> good = new ArrayList<>();
        List<Found> findings = new ArrayList<>();
        for (int i = 0; i < unit.size(); i++) {
            Touched t = unit.get(i);
            if (found.get(i).stream().anyMatch(f -> f.severity() == Severity.A)) {
                bad(t, found.get(i));
            } else {
                good.add(t);
                found.get(i).forEach(f -> findings.add(new Found(t.by().last(), "", f)));
            }
        }
        if (good.size() < unit.size()) {
            return good;
        }
        List<SourceRef> from = unit.stream()
                .map(Touched::by)
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .map(sources::get)
                .toList();
        writer.commit(new UnitPlan(List.of(), from, unit, Map.of(), findings, null));
        unit.forEach(t -> t.by().forEach(seq -> dispositions.merge(
                seq,
                t.before() == null ? Disposition.CREATED : Disposition.UPDATED,
                (a, b) -> a == Disposition.UPDATED || b == Disposition.UPDATED ? Disposition.UPDATED : b)));
        return List.of();
    }

    private void bad(Touched t, List<Finding> findings) {
        t.by().forEach(seq -> held.add(Held.bad(records.get(seq), findings)));
    }

    private void settle(List<RecordRow> mine) {
        Map<Long, Held> bad = new LinkedHashMap<>();
        held.forEach(h -> bad.putIfAbsent(h.record().row().seq(), h));
        bad.keySet().removeIf(seq -> mine.stream().anyMatch(r -> r.seq() == seq && r.disposition() != null));
        if (!bad.isEmpty()) {
            writer.quarantine(List.copyOf(bad.values()));
        }
        List<RecordRow> open = mine.stream()
                .filter(r -> r.disposition() == null && !bad.containsKey(r.seq()))
                .toList();
        if (!open.isEmpty()) {
            writer.remapped(
                    open,
                    open.stream()
                            .map(r -> new Settled(r.seq(), dispositions.get(r.seq()), LineageLedger.REMAPPED))
                            .toList());
        }
    }
}

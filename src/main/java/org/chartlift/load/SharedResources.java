package org.chartlift.load;

import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.ledger.WriteLedger.Write;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The resources that belong to no one patient: collected while all records are converted, by several threads, and then loaded by one thread
 * before any patient, so that no two workers ever write the same one and the result does not depend on their number.
 */
final class SharedResources {
    private static final int UNIT = 100;

    private final Map<String, SharedFold> folds = new ConcurrentHashMap<>();
    /** Resources of which a record speaks that no run has loaded yet. */
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();

    private final Map<String, SharedFold> before = new ConcurrentHashMap<>();
    private final Map<String, SharedFold> after = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final LoadServices services;
    private final LoadRun load;

    SharedResources(LoadServices services, LoadRun load) {
        this.services = services;
        this.load = load;
    }

    void collect(ConvertedRecord record) {
        record.shared().forEach(r -> fresh.add(r.reference()));
        fold(record, folds);
    }

    private void fold(ConvertedRecord record, Map<String, SharedFold> into) {
        SourceRef source = record.source(load.run().sourceSystem());
        record.shared().forEach(r -> into.computeIfAbsent(r.reference(), ref -> new SharedFold(r))
                .add(record.row().seq(), source, r));
    }

    /** Takes what a record that was loaded before says of shared resources under the maps of then and now. */
    void compare(Known k) {
        Set<String> differences = k.differences();
        k.now()
                .shared()
                .map(ConvertedResource::reference)
                .filter(differences::contains)
                .forEach(changed::add);
        fold(k.old(), before);
        fold(k.now(), after);
        // beside a new record its word counts as in a first load: the later one stands
        fold(k.now(), folds);
    }

    /** Brings stored shared resources to what changed maps make of records that were loaded before. */
    private void remap(UnitWriter writer) {
        Map<String, Stored> stored = services.stored().read(changed);
        List<Touched> touched = new ArrayList<>();
        Map<String, SharedFold> folds = new HashMap<>();
        for (String reference : new TreeSet<>(changed)) {
            SharedFold now = after.get(reference);
            SharedFold old = before.get(reference);
            Stored there = stored.get(reference);
            Resource standing = there == null ? null : there.resource();
            if (old != null && standing == null) {
                continue;
            }
            Touched t = new Touched(reference, there);
            Resource next = now.result().resource();
            boolean both = old != null && standing != null;
            t.remap(
                    new TreeSet<>(now.contributors().keySet()),
                    both
                            ? ThreeWay.merge(services.fhir(), old.result().resource(), standing, next)
                            : Merging.merge(standing, now.result()));
            t.seal(services.hasher());
            if (t.isChanged()) {
                touched.add(t);
                folds.put(reference, now);
            }
        }
        new Bisection<Touched>(
                        services.metrics(), load, unit -> write(unit, folds, writer), (t, cause) -> load.badShared()
                                .put(t.reference(), Failure.finding(cause)))
                .runAll(touched, UNIT);
    }

    private List<Touched> write(List<Touched> unit, Map<String, SharedFold> folds, UnitWriter writer) {
        List<Found> findings = new ArrayList<>();
        check(List.of(), unit, findings);
        List<Touched> good = unit.stream()
                .filter(t -> !load.badShared().containsKey(t.reference()))
                .toList();
        if (good.size() < unit.size()) {
            return good;
        }
        Map<Long, SourceRef> sources = new TreeMap<>();
        unit.forEach(t -> sources.putAll(folds.get(t.reference()).contributors()));
        writer.commit(new UnitPlan(List.of(), List.copyOf(sources.values()), unit, Map.of(), findings, null));
        return List.of();
    }

    /** Loads what was collected; what does not pass is remembered, and the records that speak of it are quarantined later. */
    void load() {
        UnitWriter writer = new UnitWriter(services, load);
        remap(writer);
        Bisection<SharedFold> bisection =
                new Bisection<>(services.metrics(), load, unit -> write(unit, writer), (fold, cause) -> load.badShared()
                        .put(fold.reference(), Failure.finding(cause)));
        List<SharedFold> ordered = ordered();
        for (int from = 0; from < ordered.size(); from += UNIT) {
            bisection.run(ordered.subList(from, Math.min(ordered.size(), from + UNIT)));
        }
    }

    /** What is referred to stands before what refers to it. */
    private List<SharedFold> ordered() {
        Map<String, SharedFold> byReference = new TreeMap<>(folds);
        byReference.keySet().retainAll(fresh);
        Set<SharedFold> ordered = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        byReference.keySet().forEach(reference -> visit(reference, byReference, seen, ordered));
        return new ArrayList<>(ordered);
    }

    private void visit(String reference, Map<String, SharedFold> all, Set<String> seen, Set<SharedFold> ordered) {
        SharedFold fold = all.get(reference);
        if (fold == null || !seen.add(reference)) {
            return;
        }
        Resource resource = fold.result().resource();
        for (ResourceReferenceInfo info : services.fhir().newTerser().getAllResourceReferences(resource)) {
            String target = info.getResourceReference().getReferenceElement().getValue();
            if (target != null) {
                visit(target, all, seen, ordered);
            }
        }
        ordered.add(fold);
    }

    /** Answers the rest of a unit in which some did not pass. */
    private List<SharedFold> write(List<SharedFold> unit, UnitWriter writer) {
        Map<String, Stored> stored =
                services.stored().read(unit.stream().map(SharedFold::reference).toList());
        List<Touched> touched = new ArrayList<>();
        Map<Long, SourceRef> sources = new TreeMap<>();
        for (SharedFold fold : unit) {
            Touched t = apply(fold, stored.get(fold.reference()));
            touched.add(t);
            if (t.isChanged()) {
                sources.putAll(fold.contributors());
            }
        }
        List<Found> findings = new ArrayList<>();
        List<SharedFold> good = check(unit, touched, findings);
        if (good.size() < unit.size()) {
            return good;
        }
        UnitPlan plan = new UnitPlan(List.of(), List.copyOf(sources.values()), touched, Map.of(), findings, null);
        for (Write write : writer.commit(plan)) {
            load.sharedOps().put(write.type() + '/' + write.id(), write.op());
        }
        return List.of();
    }

    private Touched apply(SharedFold fold, @Nullable Stored before) {
        Touched t = new Touched(fold.reference(), before);
        ConvertedResource said = fold.result();
        fold.contributors().keySet().forEach(t.by()::add);
        t.set(t.by().last(), Merging.merge(t.now(), said), services.hasher());
        t.seal(services.hasher());
        return t;
    }

    private List<SharedFold> check(List<SharedFold> unit, List<Touched> touched, List<Found> findings) {
        List<Touched> changed = touched.stream().filter(Touched::isChanged).toList();
        List<List<Finding>> found = changed.isEmpty()
                ? List.of()
                : services.checks()
                        .check(changed.stream().map(Touched::resource).toList(), load.rehearsed());
        for (int i = 0; i < changed.size(); i++) {
            for (Finding f : found.get(i)) {
                if (f.severity() == Severity.A) {
                    load.badShared().putIfAbsent(changed.get(i).reference(), f);
                } else {
                    findings.add(new Found(changed.get(i).by().last(), "", f));
                }
            }
        }
        return unit.stream()
                .filter(fold -> !load.badShared().containsKey(fold.reference()))
                .collect(Collectors.toList());
    }
}

package org.chartlift.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chartlift.ledger.MoveLedger;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.Disposition;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is stored back to what records say that were loaded before. All records of the patient are folded in order and from nothing, so that a later record's
 * word stands, but only resources are written that the records at hand made and that are named or not there. Of such a resource every element that the records state
 * is replaced whole; what they do not state stays. For one thread.
 */
public final class Reapplying {
    private final LoadServices services;
    private final LoadRun load;
    private final UnitWriter writer;
    private final Survivors survivors;
    private final Set<String> named;

    /** @param named {@code Type/id} of stored resources that are known to differ */
    public Reapplying(LoadServices services, LoadRun load, Set<String> named) {
        this.services = services;
        this.load = load;
        this.named = named;
        writer = new UnitWriter(services, load);
        survivors = new Survivors(services.stored(), services.fhir());
    }

    /**
     * Loads records of one patient again, in one transaction.
     *
     * @param rows all loaded records of the patient, in the order in which they took effect; those that are not of the run have negative numbers
     * @param again those that belong to the run, by number
     */
    public void run(List<RecordRow> rows, Set<Long> again) {
        UnitFold fold = new UnitFold(new HashMap<>(), services.hasher());
        Adoption adoption = new Adoption(services, load, fold);
        Map<String, SharedFold> shared = new LinkedHashMap<>();
        List<ConvertedRecord> mine = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        for (RecordRow row : rows) {
            ConvertedRecord converted =
                    load.converter().convert(row, List.of(), load.run().sourceSystem(), again.contains(row.seq()));
            if (!converted.isClean()) {
                if (again.contains(row.seq())) {
                    held.add(Held.bad(converted, converted.findings()));
                }
                continue;
            }
            ConvertedRecord record = adoption.of(converted);
            fold.apply(record);
            if (again.contains(row.seq())) {
                mine.add(record);
                record.shared().forEach(r -> shared.computeIfAbsent(r.reference(), k -> new SharedFold(r))
                        .add(row.seq(), record.source(load.run().sourceSystem()), r));
            }
        }
        if (!held.isEmpty()) {
            writer.quarantine(held);
        }
        write(mine, fold, shared);
    }

    private void write(List<ConvertedRecord> mine, UnitFold fold, Map<String, SharedFold> shared) {
        if (mine.isEmpty()) {
            return;
        }
        Map<String, Touched> touched = touched(mine, fold, shared);
        List<Touched> changed =
                touched.values().stream().filter(Touched::isChanged).toList();
        List<Resource> resources = changed.stream().map(Touched::resource).toList();
        List<List<Finding>> found =
                resources.isEmpty() ? List.of() : services.checks().check(resources, Set.of());
        List<Found> findings = new ArrayList<>();
        Map<Long, List<Finding>> bad = new TreeMap<>();
        for (int i = 0; i < changed.size(); i++) {
            Touched t = changed.get(i);
            for (Finding f : found.get(i)) {
                if (f.severity() == Severity.A) {
                    t.by().forEach(seq ->
                            bad.computeIfAbsent(seq, s -> new ArrayList<>()).add(f));
                } else {
                    findings.add(new Found(t.by().last(), "", f));
                }
            }
        }
        if (!bad.isEmpty()) {
            writer.quarantine(mine.stream()
                    .filter(r -> bad.containsKey(r.row().seq()))
                    .map(r -> Held.bad(r, bad.get(r.row().seq())))
                    .toList());
            write(mine.stream().filter(r -> !bad.containsKey(r.row().seq())).toList(), fold, shared);
            return;
        }
        writer.commit(new UnitPlan(
                mine,
                mine.stream().map(r -> r.source(load.run().sourceSystem())).toList(),
                touched.values(),
                dispositions(mine, changed),
                findings,
                null));
    }

    private static Map<Long, Disposition> dispositions(List<ConvertedRecord> mine, List<Touched> changed) {
        Map<Long, Disposition> dispositions = new HashMap<>();
        mine.forEach(r -> dispositions.put(r.row().seq(), Disposition.UNCHANGED));
        for (Touched t : changed) {
            Disposition d = t.before() == null ? Disposition.CREATED : Disposition.UPDATED;
            t.by().forEach(seq -> dispositions.merge(seq, d, (a, b) -> a == Disposition.UPDATED ? a : b));
        }
        return dispositions;
    }

    private Map<String, Touched> touched(List<ConvertedRecord> mine, UnitFold fold, Map<String, SharedFold> shared) {
        Set<String> made = mine.stream()
                .flatMap(r -> Stream.concat(r.own(), r.shared()))
                .map(ConvertedResource::reference)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Stored> stored = services.stored().read(made);
        Map<String, Touched> touched = new TreeMap<>();
        for (ConvertedRecord record : mine) {
            Stream.concat(record.own(), record.shared())
                    .map(ConvertedResource::reference)
                    .forEach(reference -> {
                        Stored there = stored.get(reference);
                        boolean gone = there == null || there.resource() == null;
                        if (gone || named.contains(reference)) {
                            Resource said = said(reference, fold, shared.get(reference));
                            if (said != null) {
                                touched.computeIfAbsent(reference, r -> new Touched(r, there))
                                        .set(record.row().seq(), next(there, said), services.hasher());
                            }
                        }
                    });
        }
        touched.values().forEach(t -> t.seal(services.hasher()));
        return touched;
    }

    private @Nullable Resource said(String reference, UnitFold fold, @Nullable SharedFold shared) {
        if (shared != null) {
            return shared.result().resource();
        }
        Resource state = fold.state(reference);
        return state == null ? null : state.copy();
    }

    private Resource next(@Nullable Stored there, Resource said) {
        survivors.repoint(said);
        repointAsMoved(said);
        Resource stored = there == null ? null : there.resource();
        if (stored == null) {
            return said;
        }
        Resource next = stored.copy();
        for (Property element : said.children()) {
            if (element.hasValues() && !"id".equals(element.getName()) && !"meta".equals(element.getName())) {
                Merging.replaceAll(next, element.getName(), element.getValues());
            }
        }
        return next;
    }

    /** Where a visit or account was moved, a reference to it leads where the move led it. */
    private void repointAsMoved(Resource said) {
        String own = said.fhirType() + "/" + said.getIdElement().getIdPart();
        services.fhir().newTerser().getAllResourceReferences(said).forEach(info -> {
            String from = info.getResourceReference().getReferenceElement().getValue();
            for (MoveLedger.Move move : services.moves().of(own)) {
                if (move.from().equals(from)) {
                    info.getResourceReference().setReference(move.to());
                }
            }
        });
    }
}

package org.chartlift.lineage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.LineageLedger.Written;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.load.KeptMaps;
import org.chartlift.load.Replay;
import org.chartlift.load.ReplayImpossibleException;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Origin;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The replays of one question: each record is converted once, however many resources it had a say in. Used by one thread. */
final class Session {
    private final LineageLedger ledger;
    private final KeptMaps maps;
    private final Replay replay;
    private final Map<String, Trace> traces = new HashMap<>();
    final Stamps stamps = new Stamps();

    Session(LineageLedger ledger, KeptMaps maps, Replay replay) {
        this.ledger = ledger;
        this.maps = maps;
        this.replay = replay;
    }

    /**
     * A version, made again.
     *
     * @param stored the stored version, its values stamped with their origin
     * @param problem why the replay did not give the stored content; empty if it did
     */
    record Remade(Resource stored, String problem) {}

    Trace trace(RecordRow row, long run, String sourceSystem, String digest) throws ReplayImpossibleException {
        String key = run + "|" + digest + '|' + row.hash();
        Trace known = traces.get(key);
        if (known != null) {
            return known;
        }
        KeptMaps.Kept kept = maps.find(digest).orElseThrow(() -> new ReplayImpossibleException("maps-not-kept"));
        Trace trace = new Trace(
                row,
                SourceRecord.of(row, sourceSystem, run, digest),
                kept.maps(),
                replay.convert(row, sourceSystem, kept));
        traces.put(key, trace);
        return trace;
    }

    /**
     * Makes a version again out of the records that had a say in it.
     *
     * @param before the stamped version that it stands on; null if there was none
     * @param stored the version as it is stored; is stamped
     */
    Remade remake(Written w, @Nullable Resource before, Resource stored) {
        try {
            Map<RecordRow, Trace> said = contributors(w);
            boolean same = isSame(w, said, stored);
            if (isRemapped(w) && before != null) {
                stamps.move(before, stored);
            }
            Resource standsOn = isRemapped(w) ? null : before;
            Resource traced = fold(w, standsOn, resources(said, (trace, r) -> stamp(w, trace, r)), stored);
            if (traced != null) {
                complete(w, traced, said);
                stamps.move(traced, stored);
            }
            return new Remade(stored, same ? "" : problem("different-content", w));
        } catch (ReplayImpossibleException e) {
            if (before != null) {
                stamps.move(before, stored);
            }
            return new Remade(stored, problem(e.reason(), w));
        }
    }

    /** Why doing the conversions again does not give the stored version; empty if it does. */
    String problem(Written w, Resource stored) {
        try {
            return isSame(w, contributors(w), stored) ? "" : problem("different-content", w);
        } catch (ReplayImpossibleException e) {
            return problem(e.reason(), w);
        }
    }

    private static String problem(String reason, Written w) {
        return reason + " " + w.reference() + "/_history/" + w.version();
    }

    private boolean isSame(Written w, Map<RecordRow, Trace> said, Resource stored) throws ReplayImpossibleException {
        Long before = w.before();
        Resource standsOn =
                before == null ? null : replay.version(w.reference(), before).orElse(null);
        Resource content = fold(w, isRemapped(w) ? null : standsOn, resources(said, (trace, r) -> r), stored);
        if (isRemapped(w) && standsOn != null && content != null) {
            Resource old = fold(w, null, resources(earlier(w, said), (trace, r) -> r), stored);
            content = old == null ? null : replay.remapped(old, standsOn, content);
        }
        return content != null && replay.hash(content).equals(w.hash());
    }

    private static boolean isRemapped(Written w) {
        return w.op() == Op.REMAPPED;
    }

    /** The same records, converted by the maps that they were loaded with before. */
    private Map<RecordRow, Trace> earlier(Written w, Map<RecordRow, Trace> said) throws ReplayImpossibleException {
        Map<RecordRow, Trace> traces = new LinkedHashMap<>();
        for (RecordRow row : said.keySet()) {
            traces.put(row, trace(row, w.run(), w.sourceSystem(), w.previousDigest()));
        }
        return traces;
    }

    private static Map<RecordRow, List<ConvertedResource>> resources(
            Map<RecordRow, Trace> said, BiFunction<Trace, ConvertedResource, ConvertedResource> each) {
        Map<RecordRow, List<ConvertedResource>> resources = new LinkedHashMap<>();
        said.forEach((row, trace) -> resources.put(
                row,
                trace.conversion().resources().stream()
                        .map(r -> each.apply(trace, r))
                        .toList()));
        return resources;
    }

    private ConvertedResource stamp(Written w, Trace trace, ConvertedResource r) {
        return r.reference().equals(w.reference()) ? stamps.of(trace, r) : r;
    }

    /** Values that lost their stamp because the model's copies of their type keep nothing: the last record that says the same at the same place said it. */
    private void complete(Written w, Resource made, Map<RecordRow, Trace> said) {
        for (Elements.Value v : Elements.of(made)) {
            if (stamps.of(v.primitive()).isPresent()) {
                continue;
            }
            for (Trace trace : said.values()) {
                for (ConvertedResource r : trace.conversion().resources()) {
                    Elements.Value same = r.reference().equals(w.reference())
                            ? Elements.byPath(r.resource()).get(v.text())
                            : null;
                    if (same != null && same.value().equals(v.value())) {
                        Origin.of(same.primitive())
                                .ifPresent(o -> stamps.put(v.primitive(), new Stamps.Stamp(trace, o)));
                    }
                }
            }
        }
    }

    /** The records out of which a version was made, in source order, each with its conversion. */
    private Map<RecordRow, Trace> contributors(Written w) throws ReplayImpossibleException {
        RecordRow last = ledger.last(w).orElseThrow(() -> new ReplayImpossibleException("record-not-kept"));
        Trace trace = trace(last, w.run(), w.sourceSystem(), w.mapDigest());
        boolean shared = trace.conversion().resources().stream()
                .anyMatch(r -> r.reference().equals(w.reference()) && r.scope() == ConvertedResource.Scope.SHARED);
        List<RecordRow> rows = ledger.unit(w);
        if (shared) {
            rows = ledger.records(w.run(), replay.sources(w.reference(), w.version()));
        } else if (w.op() == Op.REPOINTED) {
            rows = List.of(last);
        }
        Map<RecordRow, Trace> traces = new LinkedHashMap<>();
        for (RecordRow row : rows) {
            traces.put(row, trace(row, w.run(), w.sourceSystem(), w.mapDigest()));
        }
        return traces;
    }

    private @Nullable Resource fold(
            Written w, @Nullable Resource before, Map<RecordRow, List<ConvertedResource>> said, Resource stored) {
        Map<String, Resource> standing = counterparts(w, said);
        if (before != null) {
            standing.put(w.reference(), before);
        }
        Resource made = replay.fold(w.reference(), standing, said);
        if (made != null) {
            for (Reference r : replay.repoint(made, stored, w.op() == Op.REPOINTED)) {
                stamps.put(r.getReferenceElement_(), Stamps.Stamp.MERGE);
            }
        }
        return made;
    }

    /** What the resource is merged with by these records, as it stood before them. */
    private Map<String, Resource> counterparts(Written w, Map<RecordRow, List<ConvertedResource>> said) {
        Map<String, Resource> standing = new HashMap<>();
        said.values().stream()
                .flatMap(List::stream)
                .filter(r -> !r.mergedInto().isEmpty())
                .forEach(r -> {
                    String other = r.reference().equals(w.reference()) ? r.mergedInto() : r.reference();
                    boolean concerned = r.reference().equals(w.reference())
                            || r.mergedInto().equals(w.reference());
                    long first = said.keySet().iterator().next().seq();
                    if (concerned && !standing.containsKey(other)) {
                        ledger.versions(other).stream()
                                .filter(v -> v.run() < w.run() || (v.run() == w.run() && v.seq() < first))
                                .reduce((a, b) -> b)
                                .flatMap(v -> replay.version(other, v.version()))
                                .ifPresent(version -> standing.put(other, version));
                    }
                });
        return standing;
    }
}

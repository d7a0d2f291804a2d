package org.chartlift.lineage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.LineageLedger.Met;
import org.chartlift.ledger.LineageLedger.Written;
import org.chartlift.load.KeptMaps;
import org.chartlift.load.Replay;
import org.chartlift.load.ReplayImpossibleException;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.LeafOutcome;
import org.chartlift.mapping.Origin;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Disposition;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Tells where stored values came from, and what became of source records, by doing the conversions again with the maps of the time. Nothing is kept beside what
 * the load keeps anyway. Safe for use by several threads.
 */
public final class Lineages {
    private static final String LOGICAL_ID = "urn:sha256:";

    private final LineageLedger ledger;
    private final KeptMaps maps;
    private final Replay replay;

    public Lineages(LineageLedger ledger, KeptMaps maps, Replay replay) {
        this.ledger = ledger;
        this.maps = maps;
        this.replay = replay;
    }

    /**
     * Where values of a resource came from.
     *
     * @param reference {@code Type/id}
     * @param version the version; null for the current one
     * @param path which values, such as {@code Patient.birthDate}; empty for all
     * @param values whether to show what the source says
     * @return empty if there is no such version, or if no run wrote one of the resource
     * @throws IllegalArgumentException if the path is malformed
     */
    public Optional<InstanceLineage> of(String reference, @Nullable Long version, String path, boolean values) {
        ElementPath asked = ElementPath.parse(reference.substring(0, reference.indexOf('/')), path);
        Optional<Long> wanted = version == null ? replay.current(reference) : Optional.of(version);
        List<Written> written = ledger.versions(reference).stream()
                .filter(w -> wanted.isPresent() && w.version() <= wanted.get())
                .toList();
        if (wanted.isEmpty() || written.isEmpty()) {
            return Optional.empty();
        }
        Session session = new Session(ledger, maps, replay);
        List<String> problems = new ArrayList<>();
        Resource content = follow(session, reference, wanted.get(), written, problems);
        return content == null
                ? Optional.empty()
                : Optional.of(new InstanceLineage(
                        reference,
                        wanted.get(),
                        problems.isEmpty(),
                        problems,
                        values(session, content, asked, values)));
    }

    /** Goes from version to version, up to the one that is wanted; what somebody else changed between is left without origin. */
    private @Nullable Resource follow(
            Session session, String reference, long wanted, List<Written> written, List<String> problems) {
        Resource content = null;
        long at = 0;
        for (Written w : written) {
            Long before = w.before();
            Resource standsOn = before == null ? null : stamped(session, reference, before, at, content);
            Resource stored = replay.version(reference, w.version()).orElse(null);
            if (stored != null) {
                Session.Remade remade = session.remake(w, standsOn, stored);
                content = remade.stored();
                at = w.version();
                if (!remade.problem().isEmpty()) {
                    problems.add(remade.problem());
                }
            }
        }
        return stamped(session, reference, wanted, at, content);
    }

    private @Nullable Resource stamped(
            Session session, String reference, long version, long at, @Nullable Resource content) {
        if (version == at) {
            return content;
        }
        Resource stored = replay.version(reference, version).orElse(null);
        if (stored != null && content != null) {
            session.stamps.move(content, stored);
        }
        return stored;
    }

    private static List<InstanceLineage.Value> values(
            Session session, Resource content, ElementPath asked, boolean values) {
        List<InstanceLineage.Value> found = new ArrayList<>();
        for (Elements.Value v : Elements.of(content)) {
            if (asked.covers(v.path())) {
                String path = content.fhirType() + "." + v.text();
                found.add(session.stamps
                        .of(v.primitive())
                        .map(stamp -> value(path, stamp, values))
                        .orElseGet(() -> value(path, Stamps.Stamp.NOBODY, values)));
            }
        }
        return found;
    }

    private static InstanceLineage.Value value(String path, Stamps.Stamp stamp, boolean values) {
        Trace trace = stamp.trace();
        Origin origin = stamp.origin();
        return new InstanceLineage.Value(
                path,
                origin.kind().word(),
                trace == null ? RuleUsed.NONE : trace.rule(origin.rule()),
                origin.vocabulary(),
                Optional.ofNullable(trace).map(Trace::record),
                trace == null ? List.of() : trace.sources(origin, values));
    }

    /**
     * What became of a source record, as it was loaded last.
     *
     * @param logicalId {@code urn:sha256:} and the digest of its bytes, as Provenance names it
     * @param values whether to show what the source says
     * @return empty if no run kept such a record
     * @throws IllegalArgumentException if the id is malformed
     */
    public Optional<RecordLineage> ofRecord(String logicalId, boolean values) {
        if (!logicalId.matches(LOGICAL_ID + "[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a record is named by urn:sha256: and 64 hexadecimal digits");
        }
        return ledger.latest(new ContentHash(logicalId.substring(LOGICAL_ID.length())))
                .map(met -> ofRecord(met, values));
    }

    private RecordLineage ofRecord(Met met, boolean values) {
        Session session = new Session(ledger, maps, replay);
        SourceRecord record = SourceRecord.of(met.row(), met.sourceSystem(), met.run(), met.mapDigest());
        Disposition disposition = met.row().disposition();
        String word = disposition == null ? "" : disposition.word();
        try {
            Trace trace = session.trace(met.row(), met.run(), met.sourceSystem(), met.mapDigest());
            List<String> problems = new ArrayList<>();
            List<RecordLineage.Target> targets = new ArrayList<>();
            for (ConvertedResource r : trace.conversion().resources()) {
                targets.add(target(session, met, r, problems));
            }
            return new RecordLineage(
                    record,
                    word,
                    problems.isEmpty(),
                    problems,
                    targets,
                    leaves(trace, values),
                    trace.conversion().findings());
        } catch (ReplayImpossibleException e) {
            return new RecordLineage(record, word, false, List.of(e.reason()), List.of(), List.of(), List.of());
        }
    }

    /** What many patients' records share is listed and not made again: that would take all of these records. */
    private RecordLineage.Target target(Session session, Met met, ConvertedResource r, List<String> problems) {
        Optional<Written> written = ledger.of(met.run(), met.row().seq(), r.reference());
        if (written.isEmpty() && LineageLedger.REMAPPED.equals(met.row().reason())) {
            // changed maps changed nothing of it: what an earlier run wrote still stands
            written = ledger.versions(r.reference()).stream()
                    .filter(w -> w.run() <= met.run())
                    .reduce((a, b) -> b);
        }
        if (r.scope() == ConvertedResource.Scope.PATIENT) {
            written.flatMap(w -> replay.version(r.reference(), w.version()).map(stored -> session.problem(w, stored)))
                    .filter(problem -> !problem.isEmpty())
                    .ifPresent(problems::add);
        }
        return new RecordLineage.Target(r.reference(), written.map(Written::version));
    }

    private static List<RecordLineage.Leaf> leaves(Trace trace, boolean values) {
        Map<Integer, List<String>> made = new HashMap<>();
        for (ConvertedResource r : trace.conversion().resources()) {
            for (Elements.Value v : Elements.of(r.resource())) {
                Origin.of(v.primitive()).ifPresent(origin -> origin.leaves()
                        .forEach(leaf -> made.computeIfAbsent(leaf, l -> new ArrayList<>())
                                .add(r.reference() + "." + v.text())));
            }
        }
        List<RecordLineage.Leaf> leaves = new ArrayList<>();
        for (LeafOutcome o : trace.conversion().outcomes()) {
            leaves.add(new RecordLineage.Leaf(
                    SourceLeaf.of(trace.conversion().tree(), o.leaf(), values),
                    o.outcome().word(),
                    o.detail(),
                    trace.rule(o.rule()),
                    made.getOrDefault(o.leaf(), o.targets())));
        }
        return leaves;
    }
}

package org.chartlift.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chartlift.ledger.OnError;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.record.Disposition;
import org.chartlift.record.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a unit: folds, checks, writes. A unit that cannot be written is halved until only the bad record is left, and that one goes into
 * quarantine, with the later records that depend on it. For one thread.
 */
final class UnitLoader {
    private static final Logger LOG = LoggerFactory.getLogger(UnitLoader.class);

    private final LoadServices services;
    private final LoadRun load;
    private final UnitWriter writer;
    private final Bisection<ConvertedRecord> bisection;
    private final Map<Long, Blocked> blockedByChunk = new HashMap<>();

    UnitLoader(LoadServices services, LoadRun load) {
        this.services = services;
        this.load = load;
        this.writer = new UnitWriter(services, load);
        this.bisection = new Bisection<>(services.metrics(), load, this::attempt, this::refused);
    }

    /** Later records of its chunk may have to wait for this one. */
    void block(ConvertedRecord quarantined) {
        blocked(quarantined).add(quarantined);
    }

    private Blocked blocked(ConvertedRecord record) {
        return blockedByChunk.computeIfAbsent(record.row().chunk(), c -> new Blocked(services.fhir()));
    }

    /** Forgets the chunks that are done. */
    void forget() {
        blockedByChunk.clear();
    }

    /**
     * Loads records in source order; every one of them is settled afterwards, unless the run is stopped.
     *
     * @throws LoadInterruptedException if the database is not well
     */
    void load(List<ConvertedRecord> records) {
        bisection.run(records);
    }

    private void refused(ConvertedRecord record, Throwable cause) {
        LOG.warn(
                "{} was refused with {} at {}",
                record.row().location(),
                cause.getClass().getName(),
                Failure.place(cause));
        hold(List.of(Held.bad(record, List.of(Failure.finding(cause)))));
    }

    private void hold(List<Held> held) {
        writer.quarantine(held);
        held.forEach(h -> block(h.record()));
        if (load.run().onError() == OnError.STOP) {
            load.stop("stopped-at " + held.get(0).record().row().location());
        }
    }

    /** Answers the records that are still to be loaded, because others of the unit turned out bad. */
    private List<ConvertedRecord> attempt(List<ConvertedRecord> records) {
        UnitFold fold = new UnitFold(services.stored().read(references(records)), services.hasher());
        List<Held> held = new ArrayList<>();
        List<ConvertedRecord> good = new ArrayList<>();
        Adoption adoption = new Adoption(services, load, fold);
        for (ConvertedRecord record : records) {
            // what is tried again later is the record as it was converted: by then it may not be adopted
            ConvertedRecord adopted = adoption.of(record);
            Optional<Held> bad = judge(adopted, fold, held);
            if (bad.isPresent()) {
                held.add(bad.get());
            } else {
                fold.apply(adopted);
                good.add(record);
            }
        }
        if (!held.isEmpty()) {
            hold(held);
            return good;
        }
        return write(good, fold, Moves.complete(fold, services));
    }

    private static Set<String> references(List<ConvertedRecord> records) {
        return records.stream()
                .flatMap(ConvertedRecord::own)
                .flatMap(r ->
                        r.mergedInto().isEmpty() ? Stream.of(r.reference()) : Stream.of(r.reference(), r.mergedInto()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Held> judge(ConvertedRecord record, UnitFold fold, List<Held> held) {
        if (!record.isClean()) {
            return Optional.of(Held.bad(record, record.findings()));
        }
        Optional<Finding> bad = record.shared()
                .map(r -> load.badShared().get(r.reference()))
                .filter(Objects::nonNull)
                .findFirst();
        if (bad.isPresent()) {
            return Optional.of(Held.bad(record, List.of(bad.get())));
        }
        Blocked now = new Blocked(services.fhir());
        held.stream()
                .map(Held::record)
                .filter(r -> r.row().chunk() == record.row().chunk())
                .forEach(now::add);
        return blocked(record)
                .waitsFor(record, fold::state)
                .or(() -> now.waitsFor(record, fold::state))
                .map(location -> Held.waiting(record, location));
    }

    private List<ConvertedRecord> write(List<ConvertedRecord> good, UnitFold fold, Moves moves) {
        List<Touched> touched = fold.all().stream()
                .filter(t -> t.now() != null && !t.by().isEmpty())
                .toList();
        touched.forEach(t -> t.seal(services.hasher()));
        UnitCheck check = UnitCheck.of(
                touched.stream().filter(t -> t.isChanged() && !t.isRepointed()).toList(),
                services.checks(),
                load.rehearsed());
        if (!check.bad().isEmpty()) {
            hold(good.stream()
                    .filter(r -> check.bad().containsKey(r.row().seq()))
                    .map(r -> Held.bad(r, check.bad().get(r.row().seq())))
                    .toList());
            return good.stream()
                    .filter(r -> !check.bad().containsKey(r.row().seq()))
                    .toList();
        }
        if (check.ambiguous()) {
            bisection.halve(good);
            return List.of();
        }
        writer.commit(plan(good, fold, touched, check.findings(), moves));
        return List.of();
    }

    private UnitPlan plan(
            List<ConvertedRecord> good, UnitFold fold, List<Touched> touched, List<Found> found, Moves moves) {
        Map<Long, Disposition> dispositions = new HashMap<>(fold.dispositions());
        List<Found> findings = new ArrayList<>(found);
        for (ConvertedRecord record : good) {
            findings.addAll(Findings.of(record));
            if (record.own().findAny().isEmpty()) {
                dispositions.put(record.row().seq(), bySharedOnly(record));
            }
        }
        return new UnitPlan(
                good,
                good.stream().map(r -> r.source(load.run().sourceSystem())).toList(),
                touched,
                dispositions,
                findings,
                moves);
    }

    /** A record that speaks of shared resources alone, such as a master file message. */
    private Disposition bySharedOnly(ConvertedRecord record) {
        Set<Op> ops = record.shared()
                .map(r -> load.sharedOps().getOrDefault(r.reference(), Op.UNCHANGED))
                .collect(Collectors.toSet());
        if (ops.contains(Op.UPDATED)) {
            return Disposition.UPDATED;
        }
        return ops.contains(Op.CREATED) ? Disposition.CREATED : Disposition.UNCHANGED;
    }
}

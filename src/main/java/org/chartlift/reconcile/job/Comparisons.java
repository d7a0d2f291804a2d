package org.chartlift.reconcile.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.chartlift.audit.Access;
import org.chartlift.audit.AuditEventBuilder;
import org.chartlift.audit.Caller;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunMode;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.lineage.Asker;
import org.chartlift.lineage.SourceValuesForbiddenException;
import org.chartlift.lineage.SourceValuesRight;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.job.Outcome.Repaired;
import org.chartlift.reconcile.job.ReconcileRequest.Repair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins comparisons, one at a time per source system and never beside a run of it, and knows those of this process. A call that asks for what an interrupted
 * comparison was asked for goes on with that one. Safe for use by several threads.
 */
public final class Comparisons implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);
    private static final String EVERYTHING = "chartlift:everything-recorded";
    private static final int MOST_SHOWN = 1000;

    private final JobServices services;
    private final SourceValuesRight right;
    private final ComparisonStore store;
    private final ResultStore results;
    private final Reports reports;
    private final AuditEventBuilder events = new AuditEventBuilder();
    private final Map<Long, Active> active = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(Comparisons::thread);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Comparisons::thread);

    /** @param right who may see values */
    public Comparisons(JobServices services, SourceValuesRight right) {
        this.services = services;
        this.right = right;
        store = new ComparisonStore(services.jdbc());
        results = new ResultStore(services.jdbc(), services.seal());
        reports = new Reports(
                services, store, results, new PlanStore(services.jdbc()), new LedgerChecks(services.jdbc()));
    }

    private static Thread thread(Runnable r) {
        Thread thread = new Thread(r, "chartlift-reconcile");
        thread.setDaemon(true);
        return thread;
    }

    private record Active(Execution execution, CompletableFuture<Outcome> result) {}

    /**
     * A comparison that was begun, joined or found.
     *
     * @param id its number
     * @param result what it finds; fails with what made it end early
     */
    public record Begun(long id, CompletableFuture<Outcome> result) {}

    /** Where a comparison stands. */
    public sealed interface State {
        /** It is on its way in this process. */
        record UnderWay(Progress progress) implements State {}

        /** It ended. */
        record Ended(Outcome outcome) implements State {}

        /** It lost its process, or could not go on; the same call goes on from there. */
        record Interrupted() implements State {}
    }

    /**
     * Begins a comparison, or joins the one that the request id stands for.
     *
     * @throws SourceValuesForbiddenException if values are asked for and may not be seen
     * @throws ReconcileConflictException if a run or comparison of the source system is on its way, or the request id stands for another request
     * @throws ReconcileNotPossibleException if there is no such run, or nothing that could be compared or repaired
     * @throws ThresholdsUnusableException if the thresholds have faults
     */
    public synchronized Begun begin(ReconcileRequest asked) {
        String refused = "failed";
        String told = "";
        try {
            mayShow(asked.asker(), asked.values());
            Begun begun = admitted(asked);
            told = "Task/chartlift-reconcile-" + begun.id();
            refused = "";
            return begun;
        } catch (SourceValuesForbiddenException e) {
            refused = "no right to see values";
            throw e;
        } catch (RuntimeException e) {
            services.spool().remove(asked.sources());
            throw e;
        } finally {
            audit(asked.asker(), refused, asked.values(), told);
        }
    }

    private void mayShow(Asker asker, boolean values) {
        if (values && !right.has(asker)) {
            throw new SourceValuesForbiddenException();
        }
    }

    private void audit(Asker asker, String refused, boolean values, String task) {
        services.writer()
                .write(events.access(new Access(
                        services.clock().instant(),
                        new Caller(asker.requester(), asker.requestId(), asker.address(), asker.server()),
                        "reconcile",
                        refused,
                        values && refused.isEmpty(),
                        Set.of(),
                        task.isEmpty() ? List.of() : List.of(task),
                        List.of())));
    }

    private Begun admitted(ReconcileRequest asked) {
        Optional<Begun> repeat = asked.requestId().isEmpty() ? Optional.empty() : repeat(asked);
        if (repeat.isPresent()) {
            services.spool().remove(asked.sources());
            return repeat.get();
        }
        ReconcileRequest request = asked.run() == null ? asked : asked.of(systemOf(asked.run(), asked.sourceSystem()));
        if (request.repair() == Repair.APPLY && !request.sources().isEmpty()) {
            throw ReconcileNotPossibleException.senseless(
                    "only what this server recorded can be repaired: call it with a run, or without source");
        }
        Thresholds thresholds = services.thresholds().get();
        witness();
        ScopeLock lock = lock(request.sourceSystem().isEmpty() ? EVERYTHING : request.sourceSystem());
        try {
            Comparison comparison = open(request, thresholds);
            if (!request.requestId().isEmpty()) {
                store.bind(request.requestId(), request.bodyHash(), comparison.id());
            }
            return start(comparison, request, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Faults of the site's files are the caller's to know, before anything begins. */
    private void witness() {
        try {
            services.witness().get();
        } catch (IllegalArgumentException e) {
            throw ReconcileNotPossibleException.senseless("the facts have faults: " + e.getMessage());
        }
    }

    private ScopeLock lock(String scope) {
        return ScopeLock.tryLock(services.dataSource(), scope)
                .orElseThrow(() ->
                        new ReconcileConflictException("a run or a comparison of this source system is on its way"));
    }

    private String systemOf(long id, String sourceSystem) {
        Run run = services.runs()
                .find(id)
                .orElseThrow(() -> ReconcileNotPossibleException.notThere("no run of this number"));
        if (run.mode() == RunMode.VALIDATE) {
            throw ReconcileNotPossibleException.senseless("the run was a rehearsal and loaded nothing");
        }
        if (!sourceSystem.isEmpty() && !sourceSystem.equals(run.sourceSystem())) {
            throw ReconcileNotPossibleException.senseless("the run is of another source system");
        }
        return run.sourceSystem();
    }

    private Optional<Begun> repeat(ReconcileRequest request) {
        Optional<ComparisonStore.Request> known = store.request(request.requestId());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (!known.get().bodyHash().equals(request.bodyHash())) {
            throw new ReconcileConflictException("this requestId was used for another request");
        }
        long id = known.get().comparison();
        Active running = active.get(id);
        if (running != null) {
            return Optional.of(new Begun(id, running.result()));
        }
        return store.find(id)
                .filter(Comparison::isFinal)
                .map(c -> new Begun(id, CompletableFuture.completedFuture(shown(outcome(c), request.values()))));
    }

    /** Goes on with the interrupted comparison that was asked for the same; older ones lose their claim. */
    private Comparison open(ReconcileRequest request, Thresholds thresholds) {
        List<Comparison> unfinished = new ArrayList<>(store.unfinished(request.asked()));
        unfinished.removeIf(c -> active.containsKey(c.id()));
        for (Comparison old : unfinished.subList(Math.min(1, unfinished.size()), unfinished.size())) {
            store.finish(
                    old.id(),
                    Comparison.SUPERSEDED,
                    Gate.FAIL,
                    "",
                    services.clock().instant());
            services.writer()
                    .write(ReconcileTask.superseded(
                            old,
                            store.described(old.id()),
                            Date.from(services.clock().instant())));
        }
        if (!unfinished.isEmpty()) {
            LOG.info("comparison {} goes on", unfinished.get(0).id());
            return unfinished.get(0);
        }
        return store.open(request, thresholds, services.clock().instant());
    }

    private Begun start(Comparison comparison, ReconcileRequest request, ScopeLock lock) {
        Execution execution = new Execution(services, comparison, request, store.thresholds(comparison.id()));
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        execution.tick();
        active.put(comparison.id(), new Active(execution, result));
        threads.execute(() -> {
            Outcome outcome = null;
            Throwable failure = null;
            try (lock) {
                outcome = execution.run(timer, request.sourceSystem().isEmpty() ? Optional.empty() : Optional.of(lock));
            } catch (IOException | RuntimeException | Error e) {
                LOG.error(
                        "comparison {} ended early: {}",
                        comparison.id(),
                        e.getClass().getName());
                execution.interrupted();
                failure = e;
            }
            try {
                services.spool().remove(request.sources());
                if (outcome != null) {
                    outcome = shown(repaired(outcome, request), request.values());
                }
            } catch (RuntimeException | Error e) {
                LOG.error("comparison {}: {}", comparison.id(), e.getClass().getName());
                failure = e;
            }
            active.remove(comparison.id());
            if (failure == null) {
                result.complete(outcome);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return new Begun(comparison.id(), result);
    }

    /** Proposes or does the repair, if one was asked for and something differs. */
    private Outcome repaired(Outcome outcome, ReconcileRequest request) {
        if (request.repair() == Repair.NONE
                || !Comparison.COMPLETED.equals(outcome.comparison().state())) {
            return outcome;
        }
        return outcome.with(
                List.of(), outcome.sample(), new RepairWork(services, store, this::compareAgain).of(outcome, request));
    }

    private Outcome compareAgain(ReconcileRequest request) {
        Thresholds thresholds = services.thresholds().get();
        try (ScopeLock lock = lock(request.sourceSystem())) {
            Comparison comparison =
                    store.open(request, thresholds, services.clock().instant());
            return new Execution(services, comparison, request, thresholds).run(timer, Optional.of(lock));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Outcome outcome(Comparison comparison) {
        Outcome outcome = reports.outcome(comparison, store.thresholds(comparison.id()));
        return store.repair(comparison.id())
                .map(r -> outcome.with(
                        List.of(),
                        outcome.sample(),
                        new Repaired(
                                r.records(),
                                r.run() == 0
                                        ? ""
                                        : "Task/" + services.runs().get(r.run()).taskId(),
                                store.find(r.after()).map(this::outcome).orElse(null))))
                .orElse(outcome);
    }

    private Outcome shown(Outcome outcome, boolean values) {
        if (!values) {
            return outcome;
        }
        List<Difference> shown = new ArrayList<>();
        results.each(outcome.comparison().id(), d -> {
            if (shown.size() < MOST_SHOWN) {
                shown.add(d);
            }
        });
        return outcome.with(shown, outcome.sample(), outcome.repair());
    }

    /**
     * Where a comparison stands; empty if there is no such comparison.
     *
     * @param values whether the answer shows what source and server say
     * @throws SourceValuesForbiddenException if values are asked for and may not be seen
     */
    public Optional<State> state(long id, boolean values, Asker asker) {
        mayShow(asker, values);
        Active running = active.get(id);
        if (running != null) {
            return Optional.of(new State.UnderWay(running.execution().progress()));
        }
        Optional<Comparison> found = store.find(id);
        if (values && found.isPresent()) {
            audit(asker, "", true, "Task/" + found.get().taskId());
        }
        return found.map(c -> c.isFinal() ? new State.Ended(shown(outcome(c), values)) : new State.Interrupted());
    }

    /** Ends a comparison at the next page; answers whether it was on its way in this process. */
    public boolean cancel(long id) {
        Active running = active.get(id);
        if (running != null) {
            running.execution().cancel();
        }
        return running != null;
    }

    /** Lets the comparisons of this process end; what they have not done, a repeat of the call will do. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}

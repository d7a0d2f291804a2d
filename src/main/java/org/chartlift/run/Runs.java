package org.chartlift.run;

import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.NewRun;
import org.chartlift.ledger.OnError;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunLedger;
import org.chartlift.ledger.RunMode;
import org.chartlift.ledger.RunState;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.mapping.MapChange;
import org.chartlift.mapping.MapSet;
import org.chartlift.rollback.Asking;
import org.chartlift.rollback.Checkpoint;
import org.chartlift.rollback.RollbackConflictException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins runs, one at a time per source system, and knows those of this process. A call that asks for what an interrupted run was asked for goes on
 * with that run; another call for the source system supersedes it. Safe for use by several threads.
 */
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final int MOST_UNMAPPED = 50;
    private static final int MOST_CHANGED = 100;

    private final RunServices services;
    private final Map<Long, Active> active = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "chartlift-run");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService timer = RunExecution.newTimer();

    public Runs(RunServices services) {
        this.services = services;
    }

    private record Active(RunExecution execution, CompletableFuture<RunAccount> result) {}

    /**
     * A run that was begun, joined or found.
     *
     * @param id its number
     * @param result its account; fails with what made the run fail
     */
    public record Begun(long id, CompletableFuture<RunAccount> result) {}

    /** Where a run stands. */
    public sealed interface Status {
        /** It is on its way in this process. */
        record UnderWay(Progress progress) implements Status {}

        /** It ended. */
        record Ended(RunAccount account) implements Status {}

        /** It lost its process, or could not go on; the same call goes on from there. */
        record Interrupted() implements Status {}
    }

    /**
     * Begins a run, or joins the one that the request id stands for.
     *
     * @throws RunConflictException if another run of the source system or a rollback is on its way, or a rollback was interrupted, or the request id stands for another request
     * @throws MapsUnusableException if the maps do not compile
     */
    public synchronized Begun begin(MigrateRequest request) {
        Optional<Begun> repeat = request.requestId().isEmpty() ? Optional.empty() : repeat(request);
        if (repeat.isPresent()) {
            services.spool().remove(request.sources());
            return repeat.get();
        }
        Maps.State maps = services.maps().current();
        ScopeLock lock = lock(request.sourceSystem());
        try {
            Run run = open(request, maps.converter().mapDigest());
            services.mapSets().keep(run.mapSetId(), maps.set().layers());
            if (!request.requestId().isEmpty()) {
                services.runs().bind(request.requestId(), request.bodyHash(), run.id());
            }
            return start(run, new RunExecution(services, run, request, maps), request.sources(), lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Begins a repair: records that were loaded before are loaded again by the maps that loaded them last, as far as these are kept.
     *
     * @throws RunConflictException if another run of the source system or a rollback is on its way, or a rollback was interrupted
     * @throws MapsUnusableException if the maps do not compile
     */
    public synchronized Begun repair(RepairRequest request) {
        Maps.State maps = mapsOf(request);
        ScopeLock lock = lock(request.sourceSystem());
        try {
            supersede(request.sourceSystem());
            Checkpoint before =
                    checkpoint(RunMode.REPAIR, request.sourceSystem(), request.requester(), request.xRequestId());
            Run run = services.runs()
                    .open(new NewRun(
                            request.sourceSystem(),
                            maps.converter().mapDigest(),
                            RunMode.REPAIR,
                            OnError.QUARANTINE,
                            request.asked(),
                            request.xRequestId(),
                            services.clock().instant()));
            services.runs().checkpoint(run.id(), before.id());
            services.mapSets().keep(run.mapSetId(), maps.set().layers());
            return start(run, new RunExecution(services, run, request, maps), List.of(), lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** No other run of the source system, and no rollback, is on its way as long as this is held. */
    private ScopeLock lock(String sourceSystem) {
        try {
            return services.gate()
                    .enter(sourceSystem)
                    .orElseThrow(() -> new RunConflictException("another run of this source system is on its way"));
        } catch (RollbackConflictException e) {
            throw new RunConflictException(e.getMessage());
        }
    }

    private Maps.State mapsOf(RepairRequest request) {
        Maps.State current = services.maps().current();
        return request.groups().stream()
                .flatMap(g -> g.again().stream())
                .flatMap(h -> services.lineage().latest(h).stream())
                .max(java.util.Comparator.comparingLong(LineageLedger.Met::run))
                .map(LineageLedger.Met::mapDigest)
                .filter(digest -> !digest.equals(current.converter().mapDigest()))
                .flatMap(digest -> services.keptMaps().find(digest))
                .map(kept ->
                        new Maps.State(kept.maps(), kept.maps().converter(MapSet.Options.PRODUCTION), kept.readers()))
                .orElse(current);
    }

    private void supersede(String sourceSystem) {
        services.runs().unfinished(sourceSystem).forEach(this::supersede);
    }

    private Optional<Begun> repeat(MigrateRequest request) {
        Optional<RunLedger.Request> known = services.runs().request(request.requestId());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (!known.get().bodyHash().equals(request.bodyHash())) {
            throw new RunConflictException("this requestId was used for another request");
        }
        long id = known.get().run();
        Active running = active.get(id);
        if (running != null) {
            return Optional.of(new Begun(id, running.result()));
        }
        Run run = services.runs().get(id);
        return run.state().isFinal()
                ? Optional.of(new Begun(id, CompletableFuture.completedFuture(account(services, run))))
                : Optional.empty();
    }

    /** Goes on with the interrupted run that was asked for the same; all others lose their claim. */
    private Run open(MigrateRequest request, String mapDigest) {
        Run same = null;
        for (Run old : services.runs().unfinished(request.sourceSystem())) {
            if (same == null
                    && old.asked().equals(request.asked())
                    && old.mapDigest().equals(mapDigest)) {
                same = old;
            } else {
                supersede(old);
            }
        }
        if (same != null) {
            LOG.info("run {} goes on", same.id());
            return same;
        }
        Checkpoint before = request.mode() == RunMode.VALIDATE
                ? null
                : checkpoint(request.mode(), request.sourceSystem(), request.requester(), request.xRequestId());
        Run run = services.runs()
                .open(new NewRun(
                        request.sourceSystem(),
                        mapDigest,
                        request.mode(),
                        request.onError(),
                        request.asked(),
                        request.xRequestId(),
                        services.clock().instant()));
        if (before != null) {
            services.runs().checkpoint(run.id(), before.id());
        }
        return run;
    }

    private Checkpoint checkpoint(RunMode mode, String sourceSystem, String requester, String xRequestId) {
        return services.checkpoints()
                .take(
                        "before " + mode.word() + " from " + sourceSystem,
                        Checkpoint.Cause.RUN,
                        new Asking(requester, xRequestId, "", ""));
    }

    private void supersede(Run old) {
        services.runs()
                .finish(old.id(), RunState.SUPERSEDED, "", services.clock().instant());
        services.operational()
                .write(RunTask.superseded(old, Date.from(services.clock().instant())));
    }

    private Begun start(Run run, RunExecution execution, List<Source> sources, ScopeLock lock) {
        CompletableFuture<RunAccount> result = new CompletableFuture<>();
        active.put(run.id(), new Active(execution, result));
        threads.execute(() -> {
            RunAccount account = null;
            Throwable failure = null;
            try {
                account = execution.run(timer);
            } catch (IOException | RuntimeException | Error e) {
                LOG.error("run {} ended early: {}", run.id(), e.getClass().getName());
                execution.interrupted();
                failure = e;
            }
            release(run, sources, lock);
            if (failure == null) {
                result.complete(account);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return new Begun(run.id(), result);
    }

    private void release(Run run, List<Source> sources, ScopeLock lock) {
        try (lock) {
            services.spool().remove(sources);
        } catch (RuntimeException e) {
            LOG.warn(
                    "uploads of run {} could not be removed: {}",
                    run.id(),
                    e.getClass().getName());
        } finally {
            active.remove(run.id());
        }
    }

    /** Where a run stands; empty if there is no such run. */
    public Optional<Status> status(long id) {
        Active running = active.get(id);
        if (running != null) {
            return Optional.of(new Status.UnderWay(running.execution().progress()));
        }
        return services.runs()
                .find(id)
                .map(run ->
                        run.state().isFinal() ? new Status.Ended(account(services, run)) : new Status.Interrupted());
    }

    /** Ends a run at the next unit; answers whether it was on its way in this process. */
    public boolean cancel(long id) {
        Active running = active.get(id);
        if (running != null) {
            running.execution().cancel();
        }
        return running != null;
    }

    /** What the maps of a delta say otherwise than those that its records were compared with. */
    private static List<MapChange> mapChanges(RunServices services, Run run) {
        boolean compared = run.mode() == RunMode.DELTA
                && !run.previousDigest().isEmpty()
                && services.accounts().hasRemapped(run.id());
        if (!compared) {
            return List.of();
        }
        return services.keptMaps()
                .find(run.mapDigest())
                .flatMap(now -> services.keptMaps().find(run.previousDigest()).map(before -> now.maps()
                        .changesSince(before.maps())))
                .orElse(List.of());
    }

    static RunAccount account(RunServices services, Run run) {
        return new RunAccount(
                services.runs().get(run.id()),
                services.accounts().read(run.id()),
                services.accounts().dispositions(run.id()),
                services.accounts().kinds(run.id()),
                services.accounts().resources(run.id()),
                services.accounts().outcomes(run.id()),
                mapChanges(services, run),
                run.mode() == RunMode.DELTA ? services.accounts().changed(run.id(), MOST_CHANGED) : List.of(),
                services.accounts().unmapped(run.id(), MOST_UNMAPPED),
                services.runs().checkpoint(run.id()).map(Checkpoint::taskId).orElse(""));
    }

    /** Lets the runs of this process end at their next unit's border; what they have not done, a repeat of the call will do. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}

package org.chartlift.rollback;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.load.Failure;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Plans rollbacks and executes them, one at a time and while no run is on its way. A call that names the plan of an interrupted execution goes on with it. Safe
 * for use by several threads.
 */
public final class Rollbacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rollbacks.class);
    private static final int TASK_SECONDS = 5;

    private final RollbackServices services;
    private final Map<Long, Active> active = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "chartlift-rollback");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "chartlift-rollback-tasks");
        thread.setDaemon(true);
        return thread;
    });

    /** @param holds asked whenever a plan is made or executed */
    public Rollbacks(
            DataSource dataSource,
            PlatformTransactionManager manager,
            JdbcTemplate jdbc,
            DaoRegistry daos,
            LoadServices load,
            OperationalWriter operational,
            Checkpoints checkpoints,
            Supplier<Holds> holds,
            ReverseDeltas delta,
            RollbackSettings settings) {
        this.services = new RollbackServices(
                dataSource,
                manager,
                jdbc,
                load,
                operational,
                checkpoints,
                new Versions(load.fhir(), daos),
                new RollbackLedger(jdbc),
                new ItemLedger(jdbc),
                holds,
                delta,
                settings);
    }

    private record Active(Execution execution, CompletableFuture<RollbackAccount> result) {}

    /**
     * A rollback that was begun, joined or found.
     *
     * @param id its number
     * @param result its account; fails with what made it fail
     */
    public record Begun(long id, CompletableFuture<RollbackAccount> result) {}

    /** Where a rollback stands. */
    public sealed interface Status {
        /** It is on its way in this process. */
        record UnderWay(RollbackProgress progress) implements Status {}

        /** Its plan is there, or it ended. */
        record Ended(RollbackAccount account) implements Status {}

        /** It lost its process, or could not go on; the same call goes on from there. */
        record Interrupted() implements Status {}
    }

    /**
     * Begins a plan or an execution, or joins the one that the request id or the plan's hash stands for.
     *
     * @throws StalePlanException if there is no plan with this hash for what is asked
     * @throws RollbackConflictException if a run or another rollback is on its way, or the request id stands for another request
     */
    public synchronized Begun begin(RollbackRequest request) {
        Optional<Rollback> known = request.requestId().isEmpty() ? Optional.empty() : repeated(request);
        Rollback rollback = known.orElseGet(() -> request.dryRun() ? services.open(request) : planned(request));
        Active running = active.get(rollback.id());
        if (running != null) {
            return new Begun(rollback.id(), running.result());
        }
        if (isOver(request, rollback)) {
            return over(rollback.id());
        }
        Optional<ScopeLock> locks = request.dryRun() ? Optional.empty() : Optional.of(locks());
        try {
            // it may have ended just before its locks were free
            Rollback now = services.rollbacks().get(rollback.id());
            if (isOver(request, now)) {
                locks.ifPresent(ScopeLock::close);
                return over(now.id());
            }
            if (!request.requestId().isEmpty()) {
                services.rollbacks().bind(request.requestId(), request.bodyHash(), now.id());
            }
            return start(new Execution(services, request, now), locks);
        } catch (RuntimeException e) {
            locks.ifPresent(ScopeLock::close);
            throw e;
        }
    }

    private static boolean isOver(RollbackRequest request, Rollback rollback) {
        return request.dryRun()
                ? rollback.state() != Rollback.State.PLANNING
                : rollback.state() != Rollback.State.PLANNED && rollback.state() != Rollback.State.EXECUTING;
    }

    private Begun over(long id) {
        return new Begun(id, CompletableFuture.completedFuture(Execution.account(services, id)));
    }

    private Optional<Rollback> repeated(RollbackRequest request) {
        return services.rollbacks().request(request.requestId()).map(known -> {
            if (!known.bodyHash().equals(request.bodyHash())) {
                throw new RollbackConflictException("this requestId was used for another request");
            }
            return services.rollbacks().get(known.rollback());
        });
    }

    private Rollback planned(RollbackRequest request) {
        if (request.planHash().isEmpty()) {
            throw new StalePlanException("execution wants the planHash of a dry run");
        }
        return services.rollbacks()
                .planned(request.asked(), request.planHash())
                .orElseThrow(
                        () -> new StalePlanException("there is no such plan for this checkpoint, scope and strategy"));
    }

    /** No run of any source system, and no other rollback, is on its way as long as these are held. */
    private ScopeLock locks() {
        List<String> names = new ArrayList<>(List.of(RunGate.LOCK));
        names.addAll(services.rollbacks().sourceSystems());
        return ScopeLock.tryAll(services.dataSource(), names)
                .orElseThrow(() -> new RollbackConflictException("a run or another rollback is on its way"));
    }

    private Begun start(Execution execution, Optional<ScopeLock> locks) {
        Rollback rollback = execution.rollback();
        execution.tell();
        CompletableFuture<RollbackAccount> result = new CompletableFuture<>();
        active.put(rollback.id(), new Active(execution, result));
        threads.execute(() -> {
            RollbackAccount account = null;
            Throwable failure = null;
            ScheduledFuture<?> ticks =
                    timer.scheduleWithFixedDelay(execution::tick, TASK_SECONDS, TASK_SECONDS, TimeUnit.SECONDS);
            try {
                account = execution.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                ticks.cancel(false);
            }
            if (failure != null
                    && !(failure instanceof StalePlanException)
                    && !(failure instanceof RollbackConflictException)) {
                LOG.error(
                        "rollback {} ended early: {} at {}",
                        rollback.id(),
                        failure.getClass().getName(),
                        Failure.place(failure));
                execution.interrupted();
            }
            locks.ifPresent(ScopeLock::close);
            active.remove(rollback.id());
            if (failure == null) {
                result.complete(account);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return new Begun(rollback.id(), result);
    }

    /** Where a rollback stands; empty if there is no such rollback. */
    public Optional<Status> status(long id) {
        Active running = active.get(id);
        if (running != null) {
            return Optional.of(new Status.UnderWay(running.execution().progress()));
        }
        return services.rollbacks()
                .find(id)
                .map(r -> r.state() == Rollback.State.PLANNING || r.state() == Rollback.State.EXECUTING
                        ? new Status.Interrupted()
                        : new Status.Ended(Execution.account(services, id)));
    }

    /**
     * Ends an execution at the next unit; one that was interrupted goes on without units, to the look at what others wrote meanwhile. Answers whether there was one.
     *
     * @throws RollbackConflictException if it was interrupted here, and a run or a rollback is on its way elsewhere
     */
    public synchronized boolean cancel(long id) {
        Active running = active.get(id);
        if (running != null) {
            running.execution().cancel();
            return true;
        }
        if (!isInterrupted(id)) {
            return false;
        }
        ScopeLock locks = locks();
        try {
            // it may have ended just before its locks were free
            if (!isInterrupted(id)) {
                locks.close();
                return false;
            }
            Rollback rollback = services.rollbacks().get(id);
            Execution execution = new Execution(services, again(rollback), rollback);
            execution.cancel();
            start(execution, Optional.of(locks));
            return true;
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
    }

    private boolean isInterrupted(long id) {
        return services.rollbacks()
                .find(id)
                .filter(r -> r.state() == Rollback.State.EXECUTING)
                .isPresent();
    }

    /** What asked for its execution. */
    private static RollbackRequest again(Rollback rollback) {
        return new RollbackRequest(
                rollback.to(),
                rollback.scope(),
                rollback.strategy(),
                false,
                rollback.planHash(),
                rollback.reason(),
                "",
                "",
                new Asking(rollback.requester(), rollback.requestId(), "", ""));
    }

    /** Lets the rollbacks of this process end; what they have not done, a repeat of the call will do. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}

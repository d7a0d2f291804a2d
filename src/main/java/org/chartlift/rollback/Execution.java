package org.chartlift.rollback;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.chartlift.load.Failure;
import org.chartlift.load.TaskNews;
import org.chartlift.load.Workers;
import org.chartlift.rollback.delta.DeltaScope;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One rollback from its plan to its end. Runs on one thread and its workers; progress may be read and cancelling asked for by others. */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final int ROUNDS = 100;
    private static final int MOST_CONFLICTS = 100;

    private final RollbackServices services;
    private final RollbackRequest request;
    private final AtomicLong done = new AtomicLong();
    private final TaskNews news;
    private volatile Rollback rollback;
    private volatile Planner planner;
    private volatile String phase = "planning";
    private volatile long total;
    private volatile boolean cancelled;

    Execution(RollbackServices services, RollbackRequest request, Rollback rollback) {
        this.services = services;
        this.news = new TaskNews("rollback " + rollback.id(), services.operational()::write);
        this.request = request;
        this.rollback = rollback;
        this.planner = new Planner(services, rollback);
    }

    Rollback rollback() {
        return rollback;
    }

    /** Ends it at the next unit. */
    void cancel() {
        cancelled = true;
    }

    RollbackProgress progress() {
        return phase.equals("planning")
                ? new RollbackProgress("planning: " + planner.phase(), planner.done(), planner.total())
                : new RollbackProgress(phase, done.get(), total);
    }

    /** The first word; with it the Task is there. */
    void tell() {
        news.tell(this::underWay);
    }

    void tick() {
        news.tick(this::underWay);
    }

    private Task underWay() {
        return RollbackTask.underWay(rollback, progress(), now());
    }

    void interrupted() {
        news.interrupted(() -> RollbackTask.interrupted(rollback, progress(), now()));
    }

    private Date now() {
        return Date.from(services.load().clock().instant());
    }

    /**
     * Plans or executes, as asked, and answers the account.
     *
     * @throws StalePlanException if the server moved on in a way that changes the plan
     * @throws RollbackConflictException if later edits were to refuse it
     */
    RollbackAccount run() {
        if (request.dryRun()) {
            plan();
            return ended();
        }
        if (rollback.state() == Rollback.State.PLANNED) {
            begin();
        }
        services.inTransaction(() -> new Consequences(services.jdbc()).forget(rollback));
        phase = "executing";
        total = services.items().count(rollback.id(), "unit is not null");
        done.set(services.items().count(rollback.id(), "unit is not null and done"));
        UnitExecution execution = new UnitExecution(services, rollback);
        units(execution);
        phase = "sweeping";
        sweep(execution);
        if (!cancelled) {
            phase = "reverse delta";
            publish(rollback.scope());
        }
        if (cancelled) {
            services.rollbacks().end(rollback.id(), Rollback.State.CANCELLED);
        } else {
            services.inTransaction(() -> {
                new Consequences(services.jdbc()).remember(rollback);
                services.rollbacks().end(rollback.id(), Rollback.State.COMPLETED);
            });
        }
        return ended();
    }

    /** Whoever wrote with a smaller number than is drawn here has committed; what comes later is told to be later. */
    private void publish(Scope scope) {
        services.delta()
                .publish(
                        rollback.id(),
                        rollback.to().mark(),
                        services.mark(),
                        new DeltaScope(Set.copyOf(scope.types()), Set.copyOf(scope.patients())));
    }

    private RollbackAccount ended() {
        news.end();
        RollbackAccount account = account(services, rollback.id());
        rollback = account.rollback();
        services.operational().write(PlanReport.of(rollback, services.items()));
        services.operational().write(RollbackTask.of(account, now()));
        LOG.info("rollback {} {}: {}", rollback.id(), rollback.state().word(), account.counts());
        return account;
    }

    static RollbackAccount account(RollbackServices services, long id) {
        return new RollbackAccount(
                services.rollbacks().get(id),
                services.items().counts(id),
                services.items().count(id, "written is not null"),
                services.items().page(id, "action = 'conflict' and done", -1).stream()
                        .limit(MOST_CONFLICTS)
                        .map(item -> ConflictTasks.id(id, item))
                        .toList(),
                services.delta().of(id));
    }

    private void plan() {
        String hash = planner.plan();
        services.rollbacks().planned(rollback.id(), hash);
        rollback = services.rollbacks().get(rollback.id());
    }

    private void begin() {
        if (services.rollbacks().hasMovedOn(rollback.mark())) {
            planAgain();
        }
        if (rollback.strategy() == Strategy.REFUSE) {
            long edited = services.items().count(rollback.id(), "edited and action <> 'untouched'");
            if (edited > 0) {
                throw new RollbackConflictException(
                        edited + " resources were edited later, and the strategy is refuse");
            }
        }
        Checkpoint before = services.checkpoints()
                .take("before rollback " + rollback.id(), Checkpoint.Cause.ROLLBACK, request.asking());
        List<Long> givenUp = new ArrayList<>();
        services.inTransaction(() -> {
            givenUp.addAll(services.rollbacks().giveUpOthers(rollback.id()));
            services.rollbacks().executing(rollback.id(), before.id(), request.reason(), request.asking());
        });
        givenUp.forEach(id -> services.operational().write(RollbackTask.of(account(services, id), now())));
        rollback = services.rollbacks().get(rollback.id());
        tell();
    }

    /** Something was written since: the same plan must come out again. */
    private void planAgain() {
        Rollback old = rollback;
        Rollback fresh = services.open(request);
        planner = new Planner(services, fresh);
        String hash = planner.plan();
        if (hash.equals(old.planHash())) {
            services.inTransaction(() -> services.rollbacks().replacePlan(old.id(), fresh));
            rollback = services.rollbacks().get(old.id());
            return;
        }
        services.rollbacks().planned(fresh.id(), hash);
        services.rollbacks().end(old.id(), Rollback.State.STALE);
        services.operational().write(RollbackTask.of(account(services, old.id()), now()));
        rollback = services.rollbacks().get(fresh.id());
        ended();
        throw new StalePlanException("the server has moved on and the plan is another now; ask for it again");
    }

    /** What others wrote while the units ran may name what these deleted; that comes back. */
    private void sweep(UnitExecution execution) {
        Sweep sweep = new Sweep(services, rollback);
        boolean found = true;
        for (int round = 0; round < ROUNDS && found; round++) {
            found = sweep.look(needed -> attempt(execution, execution::bringBack, needed));
        }
    }

    private void units(UnitExecution execution) {
        for (int round = 0; round < ROUNDS && !cancelled; round++) {
            for (int stage : services.items().stages(rollback.id())) {
                List<Integer> units = services.items().units(rollback.id(), stage);
                int workers =
                        stage == UnitPlanner.RETURNING ? 1 : services.settings().workers();
                int of = stage;
                Workers.run(workers, units.iterator(), unit -> unit(execution, of, unit));
            }
            if (cancelled || !decideAgain()) {
                return;
            }
        }
    }

    private void unit(UnitExecution execution, int stage, int unit) {
        if (cancelled) {
            return;
        }
        long began = System.nanoTime();
        List<Item> items = services.items().unit(rollback.id(), stage, unit);
        attempt(execution, part -> execution.execute(unit, part), items);
        done.addAndGet(items.size());
        throttle(items.size(), System.nanoTime() - began);
    }

    private void throttle(int resources, long nanos) {
        int most = services.settings().resourcesPerSecond();
        if (most > 0) {
            long millis = 1000L * resources * services.settings().workers() / most - nanos / 1_000_000;
            pause(Math.max(0, millis));
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RollbackInterruptedException("interrupted", e);
        }
    }

    /** A unit that cannot be written is halved until only the bad resource is left, and that one stays and becomes a conflict. */
    private void attempt(UnitExecution execution, Consumer<List<Item>> write, List<Item> items) {
        for (int tried = 1; !items.isEmpty(); tried++) {
            try {
                write.accept(items);
                return;
            } catch (RuntimeException e) {
                Failure failure = Failure.of(e);
                if (failure == Failure.INFRASTRUCTURE) {
                    throw new RollbackInterruptedException("the database cannot be used", e);
                }
                if (failure != Failure.RETRY || tried == ATTEMPTS) {
                    divide(execution, write, items, e);
                    return;
                }
                pause((FIRST_PAUSE_MILLIS << tried) / 2
                        + ThreadLocalRandom.current().nextLong(FIRST_PAUSE_MILLIS << tried));
            }
        }
    }

    private void divide(UnitExecution execution, Consumer<List<Item>> write, List<Item> items, RuntimeException cause) {
        if (items.size() == 1) {
            LOG.warn(
                    "{} could not be rolled back: {} at {}",
                    items.get(0).type(),
                    cause.getClass().getName(),
                    Failure.place(cause));
            execution.refuse(items.get(0));
            return;
        }
        int half = items.size() / 2;
        attempt(execution, write, new ArrayList<>(items.subList(0, half)));
        attempt(execution, write, new ArrayList<>(items.subList(half, items.size())));
    }

    /** Decides about resources that moved while the rollback went on; answers whether there were any. */
    private boolean decideAgain() {
        List<Item> moved = new ArrayList<>();
        services.items().each(rollback.id(), "action is null and not done", moved::add);
        EditedResources edited = new EditedResources(services.jdbc(), services.versions());
        UnitPlanner units = new UnitPlanner(services.jdbc(), services.items(), rollback.id());
        for (Item item : moved) {
            Verdict verdict = edited.of(rollback, item);
            services.inTransaction(() -> {
                services.items().decide(rollback.id(), item.seq(), verdict.action(), verdict.why());
                if (verdict.writes() || !verdict.conflicts().isEmpty()) {
                    units.again(item, Objects.requireNonNull(verdict.action()));
                }
            });
        }
        return !moved.isEmpty();
    }
}

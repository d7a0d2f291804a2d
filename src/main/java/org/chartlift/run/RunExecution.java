package org.chartlift.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunState;
import org.chartlift.ledger.WriteLedger.CoverageKey;
import org.chartlift.load.Coverage;
import org.chartlift.load.LoadRun;
import org.chartlift.load.Loading;
import org.chartlift.load.RecordBytes;
import org.chartlift.load.RecordConverter;
import org.chartlift.load.TaskNews;
import org.chartlift.load.UnmappedCodes;
import org.chartlift.mapping.MapSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** One run from its plan to its account. Runs on one thread; progress may be read and cancelling asked for by others. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
    private static final int TASK_SECONDS = 5;
    static final String CANCELLED = "cancelled";

    private final RunServices services;
    private final Maps.State maps;
    private final @Nullable RepairRun repair;
    private final List<Source> sources;
    private final Coverage coverage = new Coverage();
    private final Map<String, Optional<RecordConverter>> earlier = new ConcurrentHashMap<>();
    private final TaskNews news;
    private final LoadRun load;
    private final Loading loading;
    private final Run run;
    private volatile String phase = "scanning";
    private volatile long total;
    private volatile Instant loadBegan = Instant.MAX;

    RunExecution(RunServices services, Run run, MigrateRequest request, Maps.State maps) {
        this(services, run, request.sources(), request.requester(), maps, null);
    }

    /** A repair. */
    RunExecution(RunServices services, Run run, RepairRequest request, Maps.State maps) {
        this(services, run, List.of(), request.requester(), maps, new RepairRun(services, run, request));
    }

    private RunExecution(
            RunServices services,
            Run run,
            List<Source> sources,
            String requester,
            Maps.State maps,
            @Nullable RepairRun repair) {
        this.maps = maps;
        this.services = services;
        this.news = new TaskNews("run " + run.id(), services.operational()::write);
        this.run = run;
        this.sources = sources;
        this.repair = repair;
        RecordBytes bytes = bytes();
        RecordConverter records =
                new RecordConverter(maps.readers(), maps.converter(), services.ids(), bytes, coverage);
        load = new LoadRun(run, records, services.ids(), requester, digest -> earlier(digest, bytes));
        loading = new Loading(services.load(), load, services.workers());
    }

    /** Compiled once and then remembered: it is asked for with every record. */
    private Optional<RecordConverter> earlier(String digest, RecordBytes bytes) {
        return earlier.computeIfAbsent(digest, d -> services.keptMaps()
                .find(d)
                .map(kept -> new RecordConverter(
                        kept.readers(),
                        kept.maps().converter(MapSet.Options.PRODUCTION),
                        services.ids(),
                        bytes,
                        coverage)));
    }

    private RecordBytes bytes() {
        return switch (run.mode()) {
            case VALIDATE, LOAD, DELTA -> new FileRecords(sources);
            case RETRY, REPAIR ->
                record -> services.load()
                        .raw()
                        .get(record.hash())
                        .orElseThrow(() -> new IOException("the ledger does not keep the record"));
        };
    }

    Run run() {
        return run;
    }

    /** Ends the run at the next unit. */
    void cancel() {
        load.stop(CANCELLED);
    }

    Progress progress() {
        Instant began = loadBegan;
        Duration elapsed = began == Instant.MAX
                ? Duration.ZERO
                : Duration.between(began, services.clock().instant());
        return Progress.of(phase, loading.converted(), load.settled(), total, elapsed);
    }

    /**
     * Runs, and answers the account.
     *
     * @throws IOException if a source cannot be listed
     * @throws org.chartlift.load.LoadInterruptedException if the database is not well; the same call goes on from there
     */
    RunAccount run(ScheduledExecutorService timer) throws IOException {
        services.operational().write(RunTask.underWay(run, progress(), now()));
        var ticks = timer.scheduleWithFixedDelay(this::tick, TASK_SECONDS, TASK_SECONDS, TimeUnit.SECONDS);
        try {
            if (repair == null) {
                migrate();
            } else {
                repair(repair);
            }
        } finally {
            ticks.cancel(false);
            news.end();
        }
        phase = "accounting";
        return account();
    }

    private void migrate() throws IOException {
        new Plan(services, maps.readers(), run, sources).make();
        total = services.load().records().toLoad(run.id());
        phase = "converting";
        loading.convert(pages());
        saveCoverage();
        phase = "loading";
        loadBegan = services.clock().instant();
        loading.load(pages());
    }

    private void repair(RepairRun work) throws IOException {
        work.plan();
        total = services.load().records().toLoad(run.id());
        phase = "repairing";
        loadBegan = services.clock().instant();
        work.run(load);
        saveCoverage();
    }

    private void tick() {
        news.tick(() -> RunTask.underWay(run, progress(), now()));
    }

    /** Says on the Task that the run ended before its account, as far as that can still be said. */
    void interrupted() {
        news.interrupted(() -> RunTask.interrupted(run, progress(), now()));
    }

    private WorkPages pages() {
        return new WorkPages(
                run.id(), services.load().records(), services.load().writes());
    }

    private void saveCoverage() {
        java.util.Map<CoverageKey, Long> counts = coverage.counts();
        new TransactionTemplate(services.transactions()).executeWithoutResult(status -> {
            services.load().writes().coverage(run.id(), counts);
            services.load().writes().unmapped(run.id(), UnmappedCodes.of(coverage.untranslated()));
        });
        services.load().metrics().leaves(counts);
    }

    private RunAccount account() {
        RunState state = RunState.COMPLETED;
        String reason = load.stopReason();
        services.load().records().settleDuplicates(run.id());
        if (!reason.isEmpty()) {
            services.load().records().excludeRest(run.id(), reason);
            state = CANCELLED.equals(reason) ? RunState.CANCELLED : RunState.STOPPED;
        }
        List<String> violations = services.accounts().violations(run);
        if (!violations.isEmpty()) {
            state = RunState.FAILED;
            reason = "accounting: " + String.join("; ", violations);
        }
        services.accounts().notLoaded(run.id()).forEach(services.load().metrics()::records);
        RunAccount account = Runs.account(services, run);
        services.operational()
                .write(new RunReport(services.load().records(), services.load().writes(), services.accounts()).of(run));
        services.operational().write(RunTask.ended(account, state, reason, now()));
        services.runs().finish(run.id(), state, reason, services.clock().instant());
        LOG.info("run {} {}: {} records read, {}", run.id(), state.word(), account.read(), account.dispositions());
        return account;
    }

    private Date now() {
        return Date.from(services.clock().instant());
    }

    static ScheduledExecutorService newTimer() {
        return Executors.newSingleThreadScheduledExecutor(r -> {
            Thread thread = new Thread(r, "chartlift-run-tasks");
            thread.setDaemon(true);
            return thread;
        });
    }
}

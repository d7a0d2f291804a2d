package org.chartlift.reconcile.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.ledger.TableStatistics;
import org.chartlift.load.TaskNews;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** One comparison from its plan to its reports. Runs on one thread; progress may be read and cancelling asked for by others. */
final class Execution {
    /** A source system could be looked at. */
    static final Check SYSTEM = new Check(Level.COUNTS, "system.compared", Severity.A);

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private static final int TASK_SECONDS = 5;
    /** What is asked set by set: the plan of the comparison, and what a load may have written a moment ago. */
    private static final List<String> TABLES = List.of(
            "chartlift.reconciliation_record",
            "chartlift.reconciliation_read",
            "chartlift.reconciliation_key",
            "chartlift.write",
            "hfj_resource",
            "hfj_res_link",
            "hfj_spidx_token");

    private static final int PAGE_RECORDS = 200;
    private static final long PAGE_BYTES = 4L << 20;
    private static final int NAMED = 20;
    private static final int READ_PAGE = -1;
    private static final int LEDGER_PAGE = -2;
    private static final int SERVER_PAGE = -3;
    private static final int SYSTEM_PAGE = -4;
    private static final int DIRECTORY_PAGE = -5;

    private final JobServices services;
    private final Comparison comparison;
    private final ReconcileRequest request;
    private final Thresholds thresholds;
    private final Witness witness;
    private final ComparisonStore store;
    private final PlanStore plan;
    private final ResultStore results;
    private final LedgerChecks ledger;
    private final ServerChecks server;
    private final DirectoryStore directory;
    private final Reports reports;
    private final TransactionTemplate transaction;
    private final TaskNews news;
    private volatile String phase = "reading";
    private volatile boolean cancelled;

    Execution(JobServices services, Comparison comparison, ReconcileRequest request, Thresholds thresholds) {
        this.services = services;
        this.comparison = comparison;
        this.request = request;
        this.thresholds = thresholds;
        this.witness = services.witness().get();
        store = new ComparisonStore(services.jdbc());
        plan = new PlanStore(services.jdbc());
        results = new ResultStore(services.jdbc(), services.seal());
        ledger = new LedgerChecks(services.jdbc());
        server = new ServerChecks(services.jdbc(), services.hash());
        directory = new DirectoryStore(services.jdbc());
        reports = new Reports(services, store, results, plan, ledger);
        transaction = new TransactionTemplate(services.transactions());
        news = new TaskNews("comparison " + comparison.id(), services.writer()::write);
    }

    void cancel() {
        cancelled = true;
    }

    private boolean isStopped() {
        return cancelled;
    }

    Progress progress() {
        long[] p = plan.progress(comparison.id());
        return new Progress(phase, p[3], p[1]);
    }

    /**
     * Compares, and writes the reports.
     *
     * @param held the lock of the only source system, where it is taken already
     * @throws IOException if a source cannot be listed
     * @throws InterruptedComparisonException if the database is not well; the same call goes on from there
     */
    Outcome run(ScheduledExecutorService timer, Optional<ScopeLock> held) throws IOException {
        var ticks = timer.scheduleWithFixedDelay(this::tick, TASK_SECONDS, TASK_SECONDS, TimeUnit.SECONDS);
        try {
            List<String> systems =
                    request.sourceSystem().isEmpty() ? store.sourceSystems() : List.of(request.sourceSystem());
            for (int i = 0; i < systems.size() && !cancelled; i++) {
                part(store.part(comparison.id(), i, systems.get(i)), held.isPresent());
            }
        } finally {
            ticks.cancel(false);
            news.end();
        }
        phase = "reporting";
        return reports.finish(comparison, request, thresholds, cancelled ? Comparison.CANCELLED : Comparison.COMPLETED);
    }

    private void part(Part part, boolean locked) throws IOException {
        if (Part.DONE.equals(part.state())) {
            return;
        }
        if (locked) {
            compare(part);
            return;
        }
        Optional<ScopeLock> lock = ScopeLock.tryLock(services.dataSource(), part.sourceSystem());
        if (lock.isEmpty()) {
            results.error(part, SYSTEM_PAGE, SYSTEM, 0, "a run of " + part.sourceSystem() + " is on its way");
            store.part(part, Part.DONE, "");
            return;
        }
        try (ScopeLock own = lock.get()) {
            compare(part);
        }
    }

    private void compare(Part part) throws IOException {
        RecordSource source = request.sources().isEmpty()
                ? RecordSource.ledger(services.raw())
                : RecordSource.files(request.sources());
        if (!isRead(part)) {
            read(part, source);
        }
        if (!cancelled) {
            phase = "comparing";
            Witness.Scope scope = new Witness.Scope(request.levels(), request.types(), part.sourceSystem());
            new Comparing(services, witness, plan, results, part, source, scope).run(this::isStopped);
        }
        if (!cancelled) {
            phase = "adding up";
            ledgerLevel(part);
            serverLevel(part);
            directoryLevel(part, source);
        }
        if (!cancelled) {
            store.part(part, Part.DONE, part.scan());
        }
    }

    /** An interrupted comparison goes on with its pages, if its sources still are what they were. */
    private boolean isRead(Part part) throws IOException {
        if (!Part.COMPARING.equals(part.state())) {
            return false;
        }
        if (request.sources().isEmpty()) {
            return true;
        }
        SourceScan scan = new SourceScan(services.readers().get(), records -> {});
        scan.run(request.sources());
        return scan.digest().equals(part.scan());
    }

    private void read(Part part, RecordSource source) throws IOException {
        transaction.executeWithoutResult(status -> {
            plan.clear(part);
            directory.clear(part);
        });
        Tally tally = new Tally();
        String digest = "";
        if (request.sources().isEmpty()) {
            transaction.executeWithoutResult(status -> plan.fromLedger(part, request.run()));
        } else {
            SourceScan scan = new SourceScan(
                    services.readers().get(),
                    records -> transaction.executeWithoutResult(status -> plan.insert(part, records)));
            scan.run(request.sources());
            plan.markQuarantined(part);
            digest = scan.digest();
            if (has(Level.COUNTS)) {
                tally.add(scan.tally());
                LedgerChecks.expected(request.expected(), scan.kinds(), tally);
            }
        }
        boolean shared = has(Level.ATTRIBUTION) && request.patients().isEmpty();
        Reading reading = new Reading(services, witness, plan, part, source, wanted(), has(Level.COVERAGE), shared);
        reading.run(this::isStopped);
        if (cancelled) {
            return;
        }
        tally.add(reading.tally());
        String scanned = digest;
        transaction.executeWithoutResult(status -> {
            reading.store();
            reading.store(directory);
        });
        // before the pages: dividing 50,000 records took minutes with the statistics of empty tables
        TableStatistics.refresh(services.jdbc(), TABLES);
        transaction.executeWithoutResult(status -> {
            plan.makePages(part, PAGE_RECORDS, PAGE_BYTES);
            results.put(part, READ_PAGE, tally);
            store.part(part, Part.COMPARING, scanned);
        });
    }

    private boolean has(Level level) {
        return request.levels().contains(level);
    }

    /** Whether patients of these keys were asked for. */
    private Predicate<List<String>> wanted() {
        if (request.patients().isEmpty()) {
            return keys -> true;
        }
        Set<String> whole = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (String patient : request.patients()) {
            if (patient.startsWith("Patient/")) {
                ids.addAll(services.jdbc()
                        .queryForList(
                                """
                                select t.sp_value from hfj_resource r join hfj_spidx_token t on t.res_id = r.res_id and t.sp_name = 'identifier'
                                where r.res_type = 'Patient' and r.fhir_id = ? and t.sp_value is not null""",
                                String.class,
                                patient.substring("Patient/".length())));
            } else if (patient.indexOf('|') >= 0) {
                whole.add(patient);
            } else {
                ids.add(patient);
            }
        }
        return keys -> keys.stream().anyMatch(k -> whole.contains(k) || ids.contains(Reading.idOf(k)));
    }

    private void ledgerLevel(Part part) {
        Tally tally = new Tally();
        boolean restricted = !request.patients().isEmpty();
        List<String> leftOut = new ArrayList<>();
        List<Long> runs = request.sources().isEmpty() ? ledger.runs(part, request.run()) : List.of();
        for (long run : runs) {
            if (has(Level.COUNTS)) {
                ledger.totals(run, tally);
            }
            if (has(Level.COVERAGE)) {
                ledger.equation(run, tally);
                if (!restricted) {
                    leftOut.addAll(ledger.leaves(comparison.id(), part.number(), run, tally));
                }
            }
        }
        if (request.sources().isEmpty() && has(Level.COUNTS)) {
            Map<String, Long> kinds = request.run() == null ? ledger.kinds(part) : ledger.kinds(request.run());
            LedgerChecks.expected(request.expected(), kinds, tally);
        }
        transaction.executeWithoutResult(status -> {
            results.put(part, LEDGER_PAGE, tally);
            if (has(Level.COVERAGE) && !request.sources().isEmpty()) {
                String why = "files were compared, and no run";
                results.notApplicable(part, LEDGER_PAGE, LedgerChecks.EQUATION, why);
                results.notApplicable(part, LEDGER_PAGE, LedgerChecks.LEAVES, why);
            } else if (has(Level.COVERAGE) && restricted) {
                results.notApplicable(part, LEDGER_PAGE, LedgerChecks.LEAVES, "only some patients were asked for");
            } else if (!leftOut.isEmpty()) {
                results.notApplicable(part, LEDGER_PAGE, LedgerChecks.LEAVES, leftOut(leftOut));
            }
        });
    }

    private static String leftOut(List<String> kinds) {
        String named = String.join(", ", kinds.subList(0, Math.min(NAMED, kinds.size())));
        return "left out: " + named + (kinds.size() > NAMED ? ", and " + (kinds.size() - NAMED) + " more" : "");
    }

    private void serverLevel(Part part) {
        Tally tally = new Tally();
        boolean whole = request.patients().isEmpty();
        Map<Check, String> notApplicable = new TreeMap<>();
        if (has(Level.RELATIONS)) {
            if (whole) {
                server.dangling(
                        part.sourceSystem(), request.types(), results.references(part, ServerChecks.DANGLING), tally);
            } else {
                notApplicable.put(ServerChecks.DANGLING, "only some patients were asked for");
            }
        }
        boolean patients = request.types().isEmpty() || request.types().contains("Patient");
        if (has(Level.KEYS) && patients) {
            if (whole) {
                LongSet known = new LongSet();
                plan.eachKey(part, false, known::add);
                server.surplus(part.sourceSystem(), known::contains, tally);
            } else {
                notApplicable.put(ServerChecks.SURPLUS, "only some patients were asked for");
            }
        }
        transaction.executeWithoutResult(status -> {
            results.put(part, SERVER_PAGE, tally);
            notApplicable.forEach((check, why) -> results.notApplicable(part, SERVER_PAGE, check, why));
        });
    }

    /** Those whom many patients' records share: what all records say counts, so it cannot be told for some patients alone. */
    private void directoryLevel(Part part, RecordSource source) {
        if (!has(Level.ATTRIBUTION)) {
            return;
        }
        boolean whole = request.patients().isEmpty();
        Tally tally = new Tally();
        if (whole) {
            boolean loaded = request.sources().isEmpty();
            Witness.Scope scope = new Witness.Scope(request.levels(), request.types(), part.sourceSystem());
            new DirectoryChecks(witness, directory, plan, services.hash())
                    .compare(part, source, scope, loaded, this::isStopped, tally);
        }
        if (cancelled) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            results.put(part, DIRECTORY_PAGE, tally);
            if (!whole) {
                witness.directoryChecks(request.types())
                        .forEach(check -> results.notApplicable(
                                part, DIRECTORY_PAGE, check, "only some patients were asked for"));
            }
        });
    }

    /** Says on the Task where the comparison stands. */
    void tick() {
        news.tick(this::underWay);
    }

    private Task underWay() {
        return ReconcileTask.underWay(
                comparison, request, progress(), Date.from(services.clock().instant()));
    }

    void interrupted() {
        phase = "interrupted";
        news.interrupted(this::underWay);
    }
}

package org.chartlift.reconcile.job;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what was found, and writes it where it can be read: MeasureReport, differences, page, table, Task. Safe for use by several threads. */
final class Reports {
    private final JobServices services;
    private final ComparisonStore store;
    private final ResultStore results;
    private final PlanStore plan;
    private final LedgerChecks ledger;

    Reports(JobServices services, ComparisonStore store, ResultStore results, PlanStore plan, LedgerChecks ledger) {
        this.services = services;
        this.store = store;
        this.results = results;
        this.plan = plan;
        this.ledger = ledger;
    }

    /** Ends the comparison and writes its reports. */
    Outcome finish(Comparison comparison, ReconcileRequest request, Thresholds thresholds, String state) {
        List<CheckResult> checks = checks(comparison, thresholds);
        Gate gate = Comparison.COMPLETED.equals(state) ? Gate.of(checks) : Gate.FAIL;
        String sample = request.sample() == null || !Comparison.COMPLETED.equals(state)
                ? ""
                : new ChartSample(services, comparison, request).draw();
        store.finish(comparison.id(), state, gate, sample, services.clock().instant());
        Outcome outcome = outcome(store.find(comparison.id()).orElseThrow(), thresholds);
        Date now = Date.from(services.clock().instant());
        DifferenceLines lines = new DifferenceLines(services.hash());
        results.each(comparison.id(), lines::add);
        services.writer().write(lines.binary(comparison.differencesId()));
        services.writer().write(PrintedPage.of(outcome));
        services.writer().write(Table.of(outcome));
        services.writer().write(MeasureReports.of(outcome, now));
        services.writer().write(ReconcileTask.ended(outcome, now));
        return outcome;
    }

    /** What a comparison found, from its rows. */
    Outcome outcome(Comparison comparison, Thresholds thresholds) {
        List<CheckResult> checks = checks(comparison, thresholds);
        Gate gate = comparison.gate() == null ? Gate.FAIL : comparison.gate();
        Map<String, Long> records = new LinkedHashMap<>();
        Map<RecordState, Long> states = ledger.states(comparison.id());
        for (RecordState s : RecordState.values()) {
            records.put(s == RecordState.STATED ? "compared" : s.word(), states.getOrDefault(s, 0L));
        }
        return new Outcome(
                comparison,
                gate,
                checks,
                Outcome.levels(checks),
                records,
                plan.progress(comparison.id())[0],
                thresholds.digest(),
                store.described(comparison.id()),
                store.sample(comparison.id()),
                List.of(),
                null);
    }

    private List<CheckResult> checks(Comparison comparison, Thresholds thresholds) {
        return results.sums(comparison.id()).stream()
                .map(sum -> {
                    Thresholds.Threshold t = thresholds.of(sum.check());
                    return new CheckResult(
                            sum.check(),
                            sum.checked(),
                            sum.violated(),
                            t.percent(),
                            t.reason(),
                            sum.error(),
                            sum.notApplicable());
                })
                .toList();
    }
}

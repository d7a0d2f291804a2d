package org.chartlift.reconcile.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One comparison as its row has it.
 *
 * @param id its number
 * @param asked SHA-256 over what was asked for
 * @param state running, completed, cancelled or superseded
 * @param gate the result; null before the end
 * @param started when it began
 * @param finished when it ended; null before
 */
public record Comparison(
        long id, String asked, String state, @Nullable Gate gate, Instant started, @Nullable Instant finished) {
    static final String RUNNING = "running";
    static final String COMPLETED = "completed";
    static final String CANCELLED = "cancelled";
    static final String SUPERSEDED = "superseded";

    /** Whether it ended. */
    public boolean isFinal() {
        return !RUNNING.equals(state);
    }

    /** Logical id of its Task. */
    public String taskId() {
        return "chartlift-reconcile-" + id;
    }

    /** Logical id of its MeasureReport. */
    public String reportId() {
        return "chartlift-reconcile-report-" + id;
    }

    /** Logical id of the Binary of differences. */
    public String differencesId() {
        return "chartlift-reconcile-differences-" + id;
    }

    /** Logical id of the Binary of the page for people. */
    public String pageId() {
        return "chartlift-reconcile-page-" + id;
    }

    /** Logical id of the Binary of the table. */
    public String tableId() {
        return "chartlift-reconcile-table-" + id;
    }

    /** Logical id of the List of the chart-review sample. */
    public String sampleId() {
        return "chartlift-reconcile-sample-" + id;
    }
}

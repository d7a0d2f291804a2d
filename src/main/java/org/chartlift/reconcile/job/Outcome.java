package org.chartlift.reconcile.job;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison found.
 *
 * @param comparison its row
 * @param gate whether the data may be relied on
 * @param checks all checks, in order
 * @param levels what was asked for at each level: how often checks were made, and violated; in order
 * @param records records by what became of them in the comparison, by word
 * @param groups patients' groups that were compared
 * @param thresholds SHA-256 over the thresholds
 * @param asked what was asked for, in words
 * @param sample words about the chart-review sample; empty if none was drawn
 * @param shown differences with their values, for who may see them; else empty
 * @param repair what came of the repair; null if none was asked for
 */
public record Outcome(
        Comparison comparison,
        Gate gate,
        List<CheckResult> checks,
        Map<Level, long[]> levels,
        Map<String, Long> records,
        long groups,
        String thresholds,
        Map<String, String> asked,
        String sample,
        List<Difference> shown,
        @Nullable Repaired repair) {
    public Outcome {
        checks = List.copyOf(checks);
        shown = List.copyOf(shown);
    }

    /**
     * A repair.
     *
     * @param records the records that differ, {@code file#number}, in the order in which they took effect
     * @param task {@code Task/id} of the run that migrated them again; empty if it was only proposed
     * @param after the comparison of their patients behind it; null if it was only proposed
     */
    public record Repaired(List<String> records, String task, @Nullable Outcome after) {
        public Repaired {
            records = List.copyOf(records);
        }
    }

    static Map<Level, long[]> levels(List<CheckResult> checks) {
        Map<Level, long[]> levels = new EnumMap<>(Level.class);
        for (CheckResult c : checks) {
            long[] sum = levels.computeIfAbsent(c.check().level(), l -> new long[2]);
            sum[0] += c.checked();
            sum[1] += c.violated();
        }
        return levels;
    }

    /** How many checks are in this status. */
    public long count(Status status) {
        return checks.stream().filter(c -> c.status() == status).count();
    }

    Outcome with(List<Difference> values, String sampled, @Nullable Repaired repaired) {
        return new Outcome(
                comparison, gate, checks, levels, records, groups, thresholds, asked, sampled, values, repaired);
    }
}

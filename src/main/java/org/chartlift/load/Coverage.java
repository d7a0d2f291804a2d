package org.chartlift.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.chartlift.ledger.WriteLedger.CoverageKey;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.LeafOutcome;
import org.chartlift.record.Outcome;

/** Counts what became of the leaves, by kind of record, rule or path, and outcome. Safe for use by several threads. */
public final class Coverage {
    private final Map<CoverageKey, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String kind, Conversion conversion) {
        for (LeafOutcome leaf : conversion.outcomes()) {
            String rule = leaf.outcome() == Outcome.UNMAPPED || leaf.rule().isEmpty()
                    ? plain(conversion.tree().path(conversion.tree().leaf(leaf.leaf())))
                    : leaf.rule();
            counts.computeIfAbsent(new CoverageKey(kind, rule, leaf.outcome().word()), k -> new LongAdder())
                    .increment();
        }
    }

    /** The counts so far. */
    public Map<CoverageKey, Long> counts() {
        Map<CoverageKey, Long> sums = new TreeMap<>(java.util.Comparator.comparing(CoverageKey::toString));
        counts.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }

    /** A path without its repetitions: {@code OBX[3]-5[2].1} and {@code OBX-5.1} are one line of the account. */
    static String plain(String path) {
        StringBuilder out = new StringBuilder(path.length());
        boolean inside = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '[') {
                inside = true;
            } else if (c == ']') {
                inside = false;
            } else if (!inside) {
                out.append(c);
            }
        }
        return out.toString();
    }
}

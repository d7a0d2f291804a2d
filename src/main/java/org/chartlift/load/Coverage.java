package org.chartlift.load;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.chartlift.ledger.WriteLedger.CoverageKey;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.LeafOutcome;
import org.chartlift.mapping.Untranslated;
import org.chartlift.record.Outcome;

/** Counts what became of the leaves, by kind of record, rule or path, and outcome. Safe for use by several threads. */
public final class Coverage {
    private static final int MOST_CODES = 50_000;

    private final Map<CoverageKey, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Untranslated, LongAdder> untranslated = new ConcurrentHashMap<>();

    void add(String kind, Conversion conversion) {
        for (LeafOutcome leaf : conversion.outcomes()) {
            String rule = leaf.outcome() == Outcome.UNMAPPED || leaf.rule().isEmpty()
                    ? plain(conversion.tree().path(conversion.tree().leaf(leaf.leaf())))
                    : leaf.rule();
            counts.computeIfAbsent(new CoverageKey(kind, rule, leaf.outcome().word()), k -> new LongAdder())
                    .increment();
        }
        for (Untranslated code : conversion.untranslated()) {
            boolean room = untranslated.size() < MOST_CODES || untranslated.containsKey(code);
            Untranslated key = room ? code : new Untranslated(code.vocabulary(), "", "");
            untranslated.computeIfAbsent(key, k -> new LongAdder()).increment();
        }
    }

    /** Codes that no vocabulary knew, so far. What stands there may be a patient's: {@link UnmappedCodes} makes it fit to be shown. */
    public Map<Untranslated, Long> untranslated() {
        Map<Untranslated, Long> sums = new HashMap<>();
        untranslated.forEach((code, adder) -> sums.put(code, adder.sum()));
        return sums;
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

package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.escaped;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** TQ1-3 (table 0335) of a Timing: the sender's own word where there is one, else the patterns that say exactly the same. */
final class RepeatPatterns {
    private static final Map<String, String> TIMES_A_DAY = Map.of("1", "QD", "2", "BID", "3", "TID", "4", "QID");
    private static final Map<String, String> UNITS =
            Map.of("s", "S", "min", "M", "h", "H", "d", "D", "wk", "W", "mo", "L");
    private static final Set<String> SAID = Set.of("frequency", "period", "periodUnit", "boundsPeriod");

    private RepeatPatterns() {}

    /** The pattern; empty, with nothing taken, if there is none. Bounds are said elsewhere. */
    static String of(Part timing) {
        Part repeat = timing.at("repeat");
        String own = ownWord(timing.at("code"));
        boolean sayable = repeat.node().properties().stream().allMatch(p -> SAID.contains(p.getKey()));
        String pattern = sayable ? pattern(repeat) : "";
        if (own.isEmpty() ? pattern.isEmpty() : repeat.has("frequency") && pattern.isEmpty()) {
            return "";
        }
        repeat.take("frequency");
        repeat.take("period");
        repeat.take("periodUnit");
        takeCode(timing.at("code"), own, pattern);
        return own.isEmpty() ? pattern : escaped(own);
    }

    /** A code that is the pattern or the word itself is said by it. */
    private static void takeCode(Part code, String own, String pattern) {
        List<Part> codings = code.each("coding");
        boolean same = codings.size() == 1 && codings.get(0).look("code").equals(pattern);
        if (!own.isEmpty() || same && (!code.has("text") || code.look("text").equals(pattern))) {
            code.take();
        }
    }

    private static String ownWord(Part code) {
        return code.has("text") && code.each("coding").isEmpty() ? code.look("text") : "";
    }

    private static String pattern(Part repeat) {
        String frequency = repeat.look("frequency");
        String period = repeat.look("period");
        String unit = repeat.look("periodUnit");
        if (period.equals("1") && unit.equals("d")) {
            return TIMES_A_DAY.getOrDefault(frequency, "");
        }
        boolean whole = !period.isEmpty() && period.chars().allMatch(Character::isDigit);
        return frequency.equals("1") && whole && UNITS.containsKey(unit) ? "Q" + period + UNITS.get(unit) : "";
    }
}

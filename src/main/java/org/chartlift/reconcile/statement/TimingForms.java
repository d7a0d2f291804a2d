package org.chartlift.reconcile.statement;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chartlift.reconcile.fact.Forms;
import org.jspecify.annotations.Nullable;

/**
 * When something is to be done: a repeat pattern (RPT, HL7 v2.5.1 section 4.5.4.3 with table 0335) or the interval of an order (RI, section 4.3.2). What
 * is no pattern of the standard's states no timing that could be compared: its text is compared by itself.
 */
final class TimingForms {
    private static final Pattern EVERY = Pattern.compile("Q(\\d+)([SMHDW])");
    private static final Pattern WEEKDAY = Pattern.compile("Q(\\d*)J([1-7])");
    private static final Pattern TIMES = Pattern.compile("([5-9]|[1-9]\\d+)ID");
    private static final Pattern CLOCK = Pattern.compile("(\\d\\d):?(\\d\\d)(?::?(\\d\\d))?");
    private static final Map<String, String> UNITS = Map.of("S", "s", "M", "min", "H", "h", "D", "d", "W", "wk");
    private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Map<String, List<String>> NAMED = Map.ofEntries(
            Map.entry("QD", List.of(daily("1"))),
            Map.entry("BID", List.of(daily("2"))),
            Map.entry("TID", List.of(daily("3"))),
            Map.entry("QID", List.of(daily("4"))),
            Map.entry("QOD", List.of(Forms.often("1", "2", "d"))),
            Map.entry("QAM", List.of(daily("1"), Forms.tied("MORN"))),
            Map.entry("QPM", List.of(daily("1"), Forms.tied("EVE"))),
            Map.entry("QHS", List.of(daily("1"), Forms.tied("HS"))));
    private static final String MEALS = "(AC|PC)[MDV]?";
    private static final int FLAG = 7;
    private static final int PARTS = 11;

    private TimingForms() {}

    private static String daily(String times) {
        return Forms.often(times, "1", "d");
    }

    static List<String> of(RawValue value) {
        return value.depth() == 0 ? pattern(value) : interval(value);
    }

    /** RPT of which nothing is said but the code (the flag of the seventh component changes no timing). */
    private static List<String> pattern(RawValue value) {
        for (int n = 2; n <= PARTS; n++) {
            if (n != FLAG && value.part(n).isValued()) {
                return List.of();
            }
        }
        RawValue code = value.part(1);
        boolean own = code.part(3).isValued() && !code.part(3).text().trim().equals("HL70335");
        List<String> said = own ? null : code(code.text());
        return said == null ? List.of() : said;
    }

    /** RI: the pattern, and the hours. Hours beside a pattern that nobody can read are no timing. */
    private static List<String> interval(RawValue value) {
        RawValue code = value.part(1);
        List<String> said = code.isValued() ? code(code.text()) : List.of();
        if (said == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (String hour : value.part(2).text().split(",")) {
            Matcher clock = CLOCK.matcher(hour.trim());
            if (clock.matches()) {
                all.add(Forms.hour(clock.group(1) + ":" + clock.group(2) + ":"
                        + (clock.group(3) == null ? "00" : clock.group(3))));
            } else if (!hour.isBlank()) {
                return said;
            }
        }
        // hours say more exactly what in the day is meant
        said.stream().filter(s -> all.isEmpty() || !isOfTheDay(s)).forEach(all::add);
        return all;
    }

    private static boolean isOfTheDay(String said) {
        return said.startsWith(Forms.tied(""))
                && !WEEK.contains(said.substring(Forms.tied("").length()));
    }

    /** Null if it is no pattern of table 0335 that says how often. */
    private static @Nullable List<String> code(String written) {
        String code = written.trim().toUpperCase(Locale.ROOT);
        if (code.startsWith("PRN")) {
            code = code.substring("PRN".length()).trim();
        }
        Matcher every = EVERY.matcher(code);
        Matcher weekday = WEEKDAY.matcher(code);
        Matcher times = TIMES.matcher(code);
        if (NAMED.containsKey(code)) {
            return NAMED.get(code);
        } else if (code.matches(MEALS)) {
            return List.of(Forms.tied(code));
        } else if (every.matches() && isPositive(every.group(1))) {
            return List.of(Forms.often("1", plain(every.group(1)), UNITS.get(every.group(2))));
        } else if (weekday.matches() && (weekday.group(1).isEmpty() || isPositive(weekday.group(1)))) {
            return List.of(
                    Forms.often("1", weekday.group(1).isEmpty() ? "1" : plain(weekday.group(1)), "wk"),
                    Forms.tied(WEEK.get(Integer.parseInt(weekday.group(2)) - 1)));
        } else if (times.matches()) {
            return List.of(daily(plain(times.group(1))));
        }
        return code.isEmpty() ? List.of() : null;
    }

    private static boolean isPositive(String digits) {
        return !plain(digits).equals("0");
    }

    private static String plain(String digits) {
        return Forms.number(digits);
    }
}

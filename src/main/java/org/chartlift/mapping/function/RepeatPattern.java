package org.chartlift.mapping.function;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Timing.DayOfWeek;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/**
 * A repeat pattern of HL7 table 0335 (v2.5.1 section 4.3.2.1, RPT.1) as FHIR can say it exactly. Patterns that FHIR has no equal for ({@code C}, {@code QSHIFT},
 * {@code Q3L}, {@code IC}, {@code U ...}) and codes of a site are none of these: they stay texts.
 *
 * @param frequency how often in each period; 0 if the pattern says nothing of it
 * @param period length of the period; 0 if there is none
 * @param unit of the period; null if there is none
 * @param day day of the week; null if none is named
 * @param when event of the day that it is tied to; null if none is named
 * @param count how often in all; 0 if the pattern sets no bound
 */
record RepeatPattern(
        int frequency,
        int period,
        @Nullable UnitsOfTime unit,
        @Nullable DayOfWeek day,
        @Nullable EventTiming when,
        int count) {
    private static final RepeatPattern NOTHING = new RepeatPattern(0, 0, null, null, null, 0);
    private static final String AS_NEEDED = "PRN";
    private static final Pattern INTERVAL = Pattern.compile("Q([0-9]{1,4})([SMHDW])");
    private static final Pattern DAY = Pattern.compile("Q([0-9]{0,3})J([1-7])");
    private static final Pattern TIMES_A_DAY = Pattern.compile("([5-9]|[1-9][0-9])ID");
    private static final Map<String, UnitsOfTime> UNITS = Map.of(
            "S", UnitsOfTime.S, "M", UnitsOfTime.MIN, "H", UnitsOfTime.H, "D", UnitsOfTime.D, "W", UnitsOfTime.WK);
    private static final Map<String, RepeatPattern> NAMED = Map.ofEntries(
            Map.entry("BID", daily(2, null)),
            Map.entry("TID", daily(3, null)),
            Map.entry("QID", daily(4, null)),
            Map.entry("QD", daily(1, null)),
            Map.entry("QOD", every(2, UnitsOfTime.D)),
            Map.entry("QAM", daily(1, EventTiming.MORN)),
            Map.entry("QPM", daily(1, EventTiming.EVE)),
            Map.entry("QHS", daily(1, EventTiming.HS)),
            Map.entry("ONCE", new RepeatPattern(0, 0, null, null, null, 1)),
            Map.entry("AC", at(EventTiming.AC)),
            Map.entry("ACM", at(EventTiming.ACM)),
            Map.entry("ACD", at(EventTiming.ACD)),
            Map.entry("ACV", at(EventTiming.ACV)),
            Map.entry("PC", at(EventTiming.PC)),
            Map.entry("PCM", at(EventTiming.PCM)),
            Map.entry("PCD", at(EventTiming.PCD)),
            Map.entry("PCV", at(EventTiming.PCV)));

    private static RepeatPattern daily(int times, @Nullable EventTiming when) {
        return new RepeatPattern(times, 1, UnitsOfTime.D, null, when, 0);
    }

    static RepeatPattern at(EventTiming when) {
        return new RepeatPattern(0, 0, null, null, when, 0);
    }

    static RepeatPattern every(int period, UnitsOfTime unit) {
        return new RepeatPattern(1, period, unit, null, null, 0);
    }

    /** Reads a pattern, whatever its case; null if it is none that FHIR can say. {@code PRN} before a pattern says when not, so it changes no timing. */
    static @Nullable RepeatPattern parse(String written) {
        String code = written.trim().toUpperCase(Locale.ROOT);
        if (code.startsWith(AS_NEEDED)) {
            String rest = code.substring(AS_NEEDED.length()).trim();
            return rest.isEmpty() ? NOTHING : schedule(rest);
        }
        return schedule(code);
    }

    private static @Nullable RepeatPattern schedule(String code) {
        RepeatPattern named = NAMED.get(code);
        if (named != null) {
            return named;
        }
        Matcher interval = INTERVAL.matcher(code);
        if (interval.matches()) {
            return positive(every(Integer.parseInt(interval.group(1)), UNITS.get(interval.group(2))));
        }
        Matcher day = DAY.matcher(code);
        if (day.matches()) {
            int weeks = day.group(1).isEmpty() ? 1 : Integer.parseInt(day.group(1));
            DayOfWeek name = DayOfWeek.values()[Integer.parseInt(day.group(2)) - 1];
            return positive(new RepeatPattern(1, weeks, UnitsOfTime.WK, name, null, 0));
        }
        Matcher times = TIMES_A_DAY.matcher(code);
        return times.matches() ? daily(Integer.parseInt(times.group(1)), null) : null;
    }

    private static @Nullable RepeatPattern positive(RepeatPattern pattern) {
        return pattern.period == 0 ? null : pattern;
    }

    /** Writes it. */
    void to(TimingRepeatComponent repeat) {
        if (frequency > 0) {
            repeat.setFrequency(frequency).setPeriod(period).setPeriodUnit(unit);
        }
        if (day != null) {
            repeat.addDayOfWeek(day);
        }
        if (when != null) {
            repeat.addWhen(when);
        }
        if (count > 0) {
            repeat.setCount(count);
        }
    }

    /** The elements it writes. */
    String element() {
        return frequency > 0 ? "frequency" : count > 0 ? "count" : when != null ? "when" : "";
    }
}

package org.chartlift.mapping.function;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as HL7 v2 abbreviates it: a letter and a whole number (v2.5.1 section 4.3.3, TQ.3; RXE-22 and its like).
 *
 * @param value of the length
 * @param unit UCUM code
 * @param words what a person reads
 */
record Interval(int value, String unit, String words) {
    private static final Pattern FORM = Pattern.compile("([SMHDWL])([0-9]{1,6})");
    private static final Map<String, String> UNITS =
            Map.of("S", "s", "M", "min", "H", "h", "D", "d", "W", "wk", "L", "mo");
    private static final Map<String, String> WORDS =
            Map.of("S", "second", "M", "minute", "H", "hour", "D", "day", "W", "week", "L", "month");

    /** Reads; null if the text is no such interval. */
    static @Nullable Interval parse(String text) {
        Matcher m = FORM.matcher(text.trim());
        if (!m.matches() || Integer.parseInt(m.group(2)) == 0) {
            return null;
        }
        int value = Integer.parseInt(m.group(2));
        String word = WORDS.get(m.group(1));
        return new Interval(value, UNITS.get(m.group(1)), value == 1 ? word : word + "s");
    }

    /** Fills a quantity, of whatever kind. */
    <T extends Quantity> T fill(T quantity) {
        quantity.setValue(BigDecimal.valueOf(value))
                .setUnit(words)
                .setSystem(Units.UCUM)
                .setCode(unit);
        return quantity;
    }

    static @Nullable Base quantity(Call call) {
        Interval interval = parse(call.text());
        if (interval == null) {
            return call.fail("not-an-interval");
        }
        call.claim(call.node(), "value");
        return interval.fill(new Quantity());
    }
}

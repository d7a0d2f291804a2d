package org.chartlift.mapping.function;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.jspecify.annotations.Nullable;

/** Structured numerics (HL7 v2.5.1 section 2.A.73 SN: comparator, number, separator, number) and the texts of reference ranges. */
final class Structured {
    private static final String NUMBER = "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))";
    private static final Pattern BETWEEN = Pattern.compile("\\s*" + NUMBER + "\\s*-\\s*" + NUMBER + "\\s*");
    private static final Pattern BOUND = Pattern.compile("\\s*(<=?|>=?)\\s*" + NUMBER + "\\s*");

    private Structured() {}

    static @Nullable Base any(Call call) {
        Base value = quantity(call);
        value = value == null ? range(call) : value;
        value = value == null ? ratio(call) : value;
        return value == null ? call.fail("not-a-structured-number") : value;
    }

    static @Nullable Base quantity(Call call) {
        boolean plain = call.tree().isLeaf(call.node());
        if (plain || !part(call, 3).isEmpty() || !part(call, 4).isEmpty()) {
            return null;
        }
        DecimalType number = Numbers.number(part(call, 2));
        String comparator = part(call, 1);
        boolean known = comparator.isEmpty() || comparator.equals("=") || isComparator(comparator);
        if (number == null || !known) {
            return null;
        }
        Quantity quantity = new Quantity().setValueElement(number);
        call.take(2, "value");
        comparator(call, quantity);
        Units.put(call, call.parameter("unit"), quantity);
        return quantity;
    }

    private static boolean isComparator(String text) {
        return text.equals("<") || text.equals("<=") || text.equals(">") || text.equals(">=");
    }

    private static void comparator(Call call, Quantity quantity, Object... at) {
        String comparator = part(call, 1);
        if (isComparator(comparator)) {
            quantity.setComparator(Quantity.QuantityComparator.fromCode(comparator));
        }
        if (!comparator.isEmpty()) {
            Object[] path = java.util.Arrays.copyOf(at, at.length + 1);
            path[at.length] = isComparator(comparator) ? "comparator" : "value";
            call.take(1, path);
        }
    }

    static @Nullable Base range(Call call) {
        boolean isRange = !call.tree().isLeaf(call.node()) && part(call, 3).equals("-") && plainStart(call);
        DecimalType low = isRange ? Numbers.number(part(call, 2)) : null;
        DecimalType high = isRange ? Numbers.number(part(call, 4)) : null;
        if (low == null || high == null) {
            return null;
        }
        Range range =
                new Range().setLow(new Quantity().setValueElement(low)).setHigh(new Quantity().setValueElement(high));
        call.take(2, "low", "value");
        call.take(3);
        call.take(4, "high", "value");
        comparatorOfEquals(call);
        Units.put(call, call.parameter("unit"), range.getLow(), "low");
        Units.put(call, call.parameter("unit"), range.getHigh(), "high");
        return range;
    }

    private static boolean plainStart(Call call) {
        return part(call, 1).isEmpty() || part(call, 1).equals("=");
    }

    private static void comparatorOfEquals(Call call) {
        if (part(call, 1).equals("=")) {
            call.take(1);
        }
    }

    static @Nullable Base ratio(Call call) {
        String separator = call.tree().isLeaf(call.node()) ? "" : part(call, 3);
        boolean isRatio = separator.equals(":") || separator.equals("/");
        DecimalType numerator = isRatio ? Numbers.number(part(call, 2)) : null;
        DecimalType denominator = isRatio ? Numbers.number(part(call, 4)) : null;
        boolean known = part(call, 1).isEmpty() || part(call, 1).equals("=") || isComparator(part(call, 1));
        if (numerator == null || denominator == null || !known) {
            return null;
        }
        Ratio ratio = new Ratio()
                .setNumerator(new Quantity().setValueElement(numerator))
                .setDenominator(new Quantity().setValueElement(denominator));
        call.take(2, "numerator", "value");
        call.take(3);
        call.take(4, "denominator", "value");
        comparator(call, ratio.getNumerator(), "numerator");
        return ratio;
    }

    static @Nullable Base low(Call call) {
        return bound(call, 1, '>');
    }

    static @Nullable Base high(Call call) {
        return bound(call, 2, '<');
    }

    private static @Nullable Base bound(Call call, int group, char sign) {
        String text = call.text();
        Matcher between = BETWEEN.matcher(text);
        Matcher bound = BOUND.matcher(text);
        Quantity quantity = new Quantity();
        if (between.matches()) {
            quantity.setValueElement(Numbers.number(between.group(group)));
        } else if (bound.matches() && bound.group(1).charAt(0) == sign) {
            quantity.setValueElement(Numbers.number(bound.group(2)));
        } else {
            return null;
        }
        call.claim(call.node(), "value");
        Units.put(call, call.parameter("unit"), quantity);
        return quantity;
    }

    private static String part(Call call, int component) {
        return call.text(call.component(component)).trim();
    }
}

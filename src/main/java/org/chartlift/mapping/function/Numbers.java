package org.chartlift.mapping.function;

import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.jspecify.annotations.Nullable;

/** Numbers with the precision they were written in (HL7 v2.5.1 section 2.A.45 NM), quantities, ranges and periods. */
final class Numbers {
    private static final int LONGEST_INT = 10;

    private Numbers() {}

    /** The number as FHIR writes it: no plus sign, no leading zeros, a digit before the point; null if it is none. */
    static @Nullable DecimalType number(String text) {
        String t = text.trim();
        boolean negative = t.startsWith("-");
        String digits = negative || t.startsWith("+") ? t.substring(1) : t;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        if ((whole.isEmpty() && fraction.isEmpty()) || !isDigits(whole) || !isDigits(fraction)) {
            return null;
        }
        int zeros = 0;
        while (zeros < whole.length() - 1 && whole.charAt(zeros) == '0') {
            zeros++;
        }
        whole = whole.isEmpty() ? "0" : whole.substring(zeros);
        return new DecimalType((negative ? "-" : "") + whole + (fraction.isEmpty() ? "" : "." + fraction));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    static @Nullable Base decimal(Call call) {
        DecimalType number = number(call.text());
        if (number == null) {
            return call.fail("not-a-number");
        }
        call.take();
        return number;
    }

    private static @Nullable String whole(Call call) {
        DecimalType number = number(call.text());
        String text = number == null ? "" : number.asStringValue();
        boolean fits = !text.isEmpty() && text.indexOf('.') < 0 && text.length() <= LONGEST_INT;
        if (!fits || Math.abs(Long.parseLong(text)) > Integer.MAX_VALUE) {
            return null;
        }
        call.take();
        return text;
    }

    static @Nullable Base integer(Call call) {
        String whole = whole(call);
        return whole == null ? call.fail("not-an-integer") : new IntegerType(whole);
    }

    static @Nullable Base positiveInt(Call call) {
        String whole = whole(call);
        boolean fits = whole != null && Integer.parseInt(whole) > 0;
        return fits ? new PositiveIntType(whole) : call.fail("not-a-positive-integer");
    }

    static @Nullable Base unsignedInt(Call call) {
        String whole = whole(call);
        boolean fits = whole != null && Integer.parseInt(whole) >= 0;
        return fits ? new UnsignedIntType(whole) : call.fail("not-an-unsigned-integer");
    }

    /** Which of its like the node is. */
    static Base position(Call call) {
        SourceTree tree = call.tree();
        int number = 1;
        for (int n = tree.firstChild(tree.parent(call.node())); n < call.node(); n = tree.nextSibling(n)) {
            number += tree.kind(n) == tree.kind(call.node()) && tree.step(n) == tree.step(call.node()) ? 1 : 0;
        }
        return new IntegerType(number);
    }

    static @Nullable Base quantity(Call call) {
        DecimalType number = number(call.text());
        if (number == null) {
            call.report("not-a-number", "the amount is no number; it is kept as it was sent");
            return call.fail("not-a-number");
        }
        call.claim(call.node(), "value");
        Quantity quantity = new Quantity().setValueElement(number);
        Units.put(call, call.parameter("unit"), quantity);
        return quantity;
    }

    static @Nullable Base compositeQuantity(Call call) {
        DecimalType number = number(call.text(call.component(1)));
        if (number == null) {
            return call.fail("not-a-number");
        }
        call.take(1, "value");
        Quantity quantity = new Quantity().setValueElement(number);
        int own = call.tree().isLeaf(call.node()) ? -1 : call.component(2);
        Units.put(call, own < 0 ? call.parameter("unit") : own, quantity);
        return quantity;
    }

    static @Nullable Base range(Call call) {
        boolean single = call.tree().isLeaf(call.node());
        DecimalType low = number(call.text(call.component(1)));
        DecimalType high = single ? null : number(call.text(call.component(2)));
        if (low == null && high == null) {
            return call.fail("not-a-range");
        }
        Range range = new Range();
        if (low != null) {
            call.take(1, "low", "value");
            range.setLow(new Quantity().setValueElement(low));
            Units.put(call, call.parameter("unit"), range.getLow(), "low");
        }
        if (high != null) {
            call.take(2, "high", "value");
            range.setHigh(new Quantity().setValueElement(high));
            Units.put(call, call.parameter("unit"), range.getHigh(), "high");
        }
        return range;
    }

    static @Nullable Base period(Call call) {
        DateTimeType start = end(call, 1, "start");
        DateTimeType end = call.tree().isLeaf(call.node()) ? null : end(call, 2, "end");
        if (start == null && end == null) {
            return call.fail("not-a-period");
        }
        Period period = new Period();
        if (start != null) {
            period.setStartElement(start);
        }
        if (end != null) {
            period.setEndElement(end);
        }
        return period;
    }

    private static @Nullable DateTimeType end(Call call, int component, String name) {
        String text = call.text(call.component(component)).trim();
        Hl7Time time = Hl7Time.parse(text);
        if (time == null) {
            return null;
        }
        call.take(component, name);
        return Times.dateTime(call, time, text);
    }
}

package org.chartlift.ledger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as ECMAScript writes them (ECMA-262 section 6.1.6.1.20), which RFC 8785 section 3.2.2.3 asks for. */
final class EcmaScriptNumber {
    private static final int MAX_SIGNIFICANT_DIGITS = 17;
    private static final int MAX_PLAIN_EXPONENT = 21;
    private static final int MIN_PLAIN_EXPONENT = -6;

    private EcmaScriptNumber() {}

    /** The text of a finite double. Throws {@link NumberFormatException} for NaN and the infinities, which JSON does not know. */
    static String format(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + place(digits, point);
    }

    /**
     * The decimal of fewest digits that reads back as the same double. Double.toString of Java 17 is not always the shortest
     * (JDK-4511638), so the digits are found by trying.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < MAX_SIGNIFICANT_DIGITS; precision++) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MAX_SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String place(String digits, int point) {
        int k = digits.length();
        if (k <= point && point <= MAX_PLAIN_EXPONENT) {
            return digits + "0".repeat(point - k);
        }
        if (0 < point && point <= MAX_PLAIN_EXPONENT) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (MIN_PLAIN_EXPONENT < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}

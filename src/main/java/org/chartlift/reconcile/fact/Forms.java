package org.chartlift.reconcile.fact;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The compared forms that both sides share: how a text, a number, a unit looks once it is normalised. */
public final class Forms {
    /** URI of UCUM. */
    public static final String UCUM = "http://unitsofmeasure.org";

    private static final String SAID_TEXT = "text:";
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private Forms() {}

    /** White space normalised: runs are one space, none at the ends. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = true;
            } else {
                if (gap && !out.isEmpty()) {
                    out.append(' ');
                }
                gap = false;
                out.append(c);
            }
        }
        return out.toString();
    }

    /** A decimal with the digits it was written with, without leading zeros and plus; empty if it is none. */
    public static String number(String text) {
        String plain = text.trim();
        if (!DECIMAL.matcher(plain).matches()) {
            return "";
        }
        return new BigDecimal(plain).toPlainString();
    }

    /** {@code system|code}, with {@code ^version} where there is one. */
    public static String coding(String system, String code, String version) {
        return system + "|" + code + (version.isEmpty() ? "" : "^" + version);
    }

    /** The words beside a code. */
    public static String display(String system, String code, String words) {
        return coding(system, code, "") + " '" + text(words) + "'";
    }

    /** Of something that has words only. */
    public static String words(String text) {
        return "words:" + text(text);
    }

    /** A unit that is a UCUM code, told apart from one that is a word. */
    public static String ucum(String code) {
        return "ucum:" + code;
    }

    /** The text beside codes, which is compared only where both sides have one. */
    public static String saidText(String text) {
        return SAID_TEXT + text(text);
    }

    /** Whether a value is {@link #saidText(String)}. */
    public static boolean isSaidText(String value) {
        return value.startsWith(SAID_TEXT);
    }

    /** A unit: what a computer reads, and what a person reads. */
    public static String unit(String ucum, String shown) {
        return ucum.isEmpty() ? shown : ucum(ucum) + " '" + text(shown) + "'";
    }

    /** A quantity: comparator, number, and the UCUM code or the unit's words. */
    public static String quantity(String comparator, String number, String unit) {
        return "quantity:" + (comparator.equals("=") ? "" : comparator) + number + " " + unit;
    }

    /** Both ends of a range; an end that is open is empty. */
    public static String range(String low, String high, String unit) {
        return "range:" + low + ".." + high + " " + unit;
    }

    /** An instant or a date as the value of something. */
    public static String time(String time) {
        return "time:" + time;
    }

    /** How often something is done in a time; the unit is the code of FHIR's UnitsOfTime. */
    public static String often(String frequency, String period, String unit) {
        return "often:" + frequency + " in " + period + " " + unit;
    }

    /** An hour of the day at which something is done, {@code hh:mm:ss}. */
    public static String hour(String clock) {
        return "at:" + clock;
    }

    /** The code of a day of the week, or of something in the day, that a thing is tied to. */
    public static String tied(String code) {
        return "tied:" + code;
    }

    /** Only letters and digits, in lower case: what of a telephone number or an address can be compared whatever its layout. */
    public static String bare(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}@]+", "").toLowerCase(Locale.ROOT);
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

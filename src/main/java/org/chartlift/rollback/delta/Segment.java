package org.chartlift.rollback.delta;

import java.util.Collection;
import java.util.List;

/**
 * One segment of an HL7 v2 message in the usual delimiters (v2.5.1 sections 2.5 and 2.7). Fields are set encoded; {@link #escaped} makes a value safe. Not
 * safe for use by several threads.
 */
final class Segment {
    private final StringBuilder text;
    private int last;

    Segment(String name) {
        text = new StringBuilder(name);
    }

    /** Sets a field; those between stay empty. Fields must be set in order. */
    Segment field(int number, String encoded) {
        if (number <= last) {
            throw new IllegalStateException("fields are written in order");
        }
        if (!encoded.isEmpty()) {
            text.append("|".repeat(number - last)).append(encoded);
            last = number;
        }
        return this;
    }

    Segment field(int number, Collection<String> repetitions) {
        return field(number, String.join("~", repetitions));
    }

    String text() {
        return text.toString();
    }

    /** Components, without empty ones at the end. */
    static String components(String... encoded) {
        return join("^", List.of(encoded));
    }

    static String subcomponents(String... encoded) {
        return join("&", List.of(encoded));
    }

    private static String join(String delimiter, List<String> parts) {
        int end = parts.size();
        while (end > 0 && parts.get(end - 1).isEmpty()) {
            end--;
        }
        return String.join(delimiter, parts.subList(0, end));
    }

    /** A value as it may stand between delimiters; line breaks as {@code \.br\}. */
    static String escaped(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '|' -> out.append("\\F\\");
                case '^' -> out.append("\\S\\");
                case '&' -> out.append("\\T\\");
                case '~' -> out.append("\\R\\");
                case '\\' -> out.append("\\E\\");
                case '\n' -> out.append("\\.br\\");
                case '\r' -> out.append("\\X0D\\");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append("\\X%02X\\".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}

package org.chartlift.reconcile.statement;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A repetition, component or subcomponent as it was written.
 *
 * @param raw with escapes and delimiters
 * @param marks the message's delimiters
 * @param depth 0 for a repetition, 1 for a component, 2 for a subcomponent
 */
record RawValue(String raw, RawMessage.Marks marks, int depth) {
    private static final String NULL = "\"\"";

    /** The part of this number, from 1. What has no parts is its own first part (HL7 v2.5.1 section 2.7). */
    RawValue part(int number) {
        if (depth == 2) {
            return number == 1 ? this : new RawValue("", marks, 2);
        }
        char mark = depth == 0 ? marks.component() : marks.subcomponent();
        String[] parts = RawSegment.split(raw, mark);
        return new RawValue(number <= parts.length ? parts[number - 1] : "", marks, depth + 1);
    }

    /** Whether anything but delimiters, white space and {@code ""} is there. */
    boolean isValued() {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != marks.component() && c != marks.subcomponent() && !Character.isWhitespace(c)) {
                return !isNull();
            }
        }
        return false;
    }

    /** Whether the source says that there is no value. */
    boolean isNull() {
        return raw.strip().equals(NULL);
    }

    /** The first leaf, without escapes. */
    String text() {
        RawValue leaf = this;
        while (leaf.depth < 2) {
            leaf = leaf.part(1);
        }
        return leaf.isNull() ? "" : unescaped(leaf.raw);
    }

    /** Everything, delimiters that were not escaped among it, without escapes. */
    String wholeText() {
        return isNull() ? "" : unescaped(raw);
    }

    /** HL7 v2.5.1 section 2.7; sequences that say how to show a text become white space, unknown ones stay. */
    private String unescaped(String text) {
        int at = text.indexOf(marks.escape());
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            int end = text.indexOf(marks.escape(), at + 1);
            String replaced = end < 0 ? null : sequence(text.substring(at + 1, end));
            if (replaced == null) {
                out.append(text, from, at + 1);
                from = at + 1;
            } else {
                out.append(text, from, at).append(replaced);
                from = end + 1;
            }
            at = text.indexOf(marks.escape(), from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private @org.jspecify.annotations.Nullable String sequence(String name) {
        switch (name) {
            case "F":
                return String.valueOf(marks.field());
            case "S":
                return String.valueOf(marks.component());
            case "T":
                return String.valueOf(marks.subcomponent());
            case "R":
                return String.valueOf(marks.repetition());
            case "E":
                return String.valueOf(marks.escape());
            case "P":
                return "#";
            case "H", "N":
                return "";
            default:
                break;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches("\\.(br|ce|sp ?[+]?\\d*|fi|nf|(in|ti|sk) ?[+-]?\\d*)")) {
            return lower.startsWith(".sk") ? " " : "\n";
        }
        if (name.startsWith("X")
                && name.length() > 1
                && name.length() % 2 == 1
                && lower.substring(1).matches("[0-9a-f]+")) {
            return new String(HexFormat.of().parseHex(lower.substring(1)), StandardCharsets.UTF_8);
        }
        return null;
    }
}

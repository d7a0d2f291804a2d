package org.chartlift.reconcile.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where values stand in a message.
 *
 * @param via the segment from which the path is seen, the nearest of that name; empty: the anchor
 * @param reach which segments are meant
 * @param segment name of the segment; of {@link Reach#BEFORE} and {@link Reach#NEXT} the names, of {@link Reach#TWIN} the name and the numbers of the fields, of {@link Reach#LITERAL} the text
 * @param field number of the field, from 1; 0 for the whole segment (whether it is there), -1 for the anchor's place among its like
 * @param repetition number of the repetition, from 1; 0 for all
 * @param component number, from 1; 0 for the whole repetition
 * @param subcomponent number, from 1; 0 for the whole component
 */
public record SourcePath(
        String via, Reach reach, String segment, int field, int repetition, int component, int subcomponent) {
    /** Which segments of a name are meant. */
    public enum Reach {
        /** The anchor itself, or the nearest before it in its scope, else behind it where that is declared. */
        NEAREST,
        /** All that follow the anchor at once. */
        FOLLOWING,
        /** All behind the anchor, within its scope. */
        BEHIND,
        /** The name of the nearest segment before the anchor that has one of some names. */
        BEFORE,
        /** The name of the next segment behind the anchor that has one of some names. */
        NEXT,
        /** How many segments of the name, up to the nearest, say in some fields what that says: 1 for the first. */
        TWIN,
        /** No segment: the text itself. */
        LITERAL
    }

    /** The place of the anchor among its like. */
    public static final int PLACE = -1;

    private static final Pattern NAMES =
            Pattern.compile("(?:([A-Z][A-Z0-9]{2})/)?(nearest|next|twin)\\(([A-Z0-9 ]+)\\)");
    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Z][A-Z0-9]{2})/)?([+>]?)([A-Z][A-Z0-9]{2})(?:-(\\d+)(?:\\[(\\*|\\d+)])?(?:\\.(\\d+)(?:\\.(\\d+))?)?)?");

    /**
     * Alternatives, each a union: the first alternative with a value counts.
     *
     * @throws IllegalArgumentException if it is no such path
     */
    public static List<List<SourcePath>> parse(String text) {
        List<List<SourcePath>> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|", -1)) {
            List<SourcePath> union = new ArrayList<>();
            for (String one : alternative.split(",", -1)) {
                union.add(one(one.trim()));
            }
            alternatives.add(List.copyOf(union));
        }
        return List.copyOf(alternatives);
    }

    private static SourcePath one(String text) {
        if (text.equals("#")) {
            return new SourcePath("", Reach.NEAREST, "", PLACE, 1, 0, 0);
        }
        if (text.length() > 2 && text.startsWith("'") && text.endsWith("'")) {
            return new SourcePath("", Reach.LITERAL, text.substring(1, text.length() - 1), 0, 1, 0, 0);
        }
        Matcher names = NAMES.matcher(text);
        if (names.matches()) {
            Reach reach =
                    switch (names.group(2)) {
                        case "next" -> Reach.NEXT;
                        case "twin" -> Reach.TWIN;
                        default -> Reach.BEFORE;
                    };
            String via = names.group(1) == null ? "" : names.group(1);
            return new SourcePath(via, reach, names.group(3).trim(), 0, 1, 0, 0);
        }
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("no source path: " + text);
        }
        Reach reach =
                switch (m.group(2)) {
                    case "+" -> Reach.FOLLOWING;
                    case ">" -> Reach.BEHIND;
                    default -> Reach.NEAREST;
                };
        String repetition = m.group(5);
        int number = repetition == null ? 1 : repetition.equals("*") ? 0 : Integer.parseInt(repetition);
        String via = m.group(1) == null ? "" : m.group(1);
        return new SourcePath(
                via, reach, m.group(3), number(m.group(4)), number, number(m.group(6)), number(m.group(7)));
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return segment
                + (field > 0 ? "-" + field : "")
                + (component > 0 ? "." + component : "")
                + (subcomponent > 0 ? "." + subcomponent : "");
    }
}

package org.chartlift.mapping.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into the source: {@code PID-3[*].4.2}, {@code OBX[*]-5}, {@code OBSERVATION.OBX[*]-5}, {@code PID-*}, {@code PID-20..PID-24}, or relative
 * ({@code .}, {@code .4.2}).
 *
 * @param text as written
 * @param group group the segment must stand in; empty for any
 * @param segment segment name; empty for a relative path
 * @param occurrence which segment: {@link #NEAREST}, {@link #ALL}, or a 1-based number within the own group
 * @param steps fields, components and subcomponents below it
 * @param lastField end of a range of fields (then {@code steps} holds the first); 0 if this is no range
 */
public record SourcePath(String text, String group, String segment, int occurrence, List<Step> steps, int lastField) {
    /** The nearest segment of that name. */
    public static final int NEAREST = 0;
    /** Every one. */
    public static final int ALL = -1;

    private static final Pattern ABSOLUTE =
            Pattern.compile("(?:([A-Z][A-Z0-9_]+)\\.)?([A-Z][A-Z0-9]{2})(?:\\[(\\*|\\d+)])?(?:-(\\*|\\d+.*))?");
    private static final Pattern RANGE = Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d+)\\.\\.(?:\\1-)?(\\d+)");
    private static final Pattern STEP = Pattern.compile("\\.?(\\d+)(?:\\[(\\*|\\d+)])?");

    /**
     * One step down.
     *
     * @param number field, component or subcomponent number; {@link #ALL} for every field
     * @param repetition 1-based, or {@link #ALL}
     * @param explicit whether the map wrote the repetition
     */
    public record Step(int number, int repetition, boolean explicit) {}

    public SourcePath {
        steps = List.copyOf(steps);
    }

    /** Whether it can name one node at most. */
    public boolean isSingle() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).repetition() == ALL || steps.get(i).number() == ALL) {
                return false;
            }
        }
        return occurrence == NEAREST && group.isEmpty() && lastField == 0;
    }

    public boolean isRelative() {
        return segment.isEmpty();
    }

    /** Whether it names a whole segment or a range of fields: such rules run last. */
    public boolean isWildcard() {
        return lastField > 0 || steps.isEmpty() || steps.get(0).number() == ALL;
    }

    /** The same path with every repetition of a field whose repetition the map did not write. */
    public SourcePath allRepetitions() {
        List<Step> all = steps.stream()
                .map(s -> s.explicit() ? s : new Step(s.number(), ALL, false))
                .toList();
        return new SourcePath(text, group, segment, occurrence, all, lastField);
    }

    public static SourcePath parse(String text) throws SyntaxException {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            List<Step> first = List.of(new Step(Integer.parseInt(range.group(2)), ALL, false));
            return new SourcePath(text, "", range.group(1), NEAREST, first, Integer.parseInt(range.group(3)));
        }
        if (text.equals(".")) {
            return new SourcePath(text, "", "", NEAREST, List.of(), 0);
        }
        if (text.startsWith(".")) {
            return new SourcePath(text, "", "", NEAREST, steps(text, text), 0);
        }
        Matcher absolute = ABSOLUTE.matcher(text);
        if (!absolute.matches()) {
            throw new SyntaxException("`" + text + "` is not a path such as PID-3[*].4.2, OBX[*]-5 or .1");
        }
        String group = absolute.group(1) == null ? "" : absolute.group(1);
        return new SourcePath(
                text, group, absolute.group(2), index(absolute.group(3), NEAREST), fields(absolute.group(4), text), 0);
    }

    private static List<Step> fields(String tail, String text) throws SyntaxException {
        if (tail == null) {
            return List.of();
        }
        return tail.equals("*") ? List.of(new Step(ALL, ALL, true)) : steps(tail, text);
    }

    private static List<Step> steps(String tail, String text) throws SyntaxException {
        List<Step> steps = new ArrayList<>();
        Matcher m = STEP.matcher(tail);
        int at = 0;
        while (at < tail.length() && m.find(at) && m.start() == at) {
            steps.add(new Step(Integer.parseInt(m.group(1)), index(m.group(2), 1), m.group(2) != null));
            at = m.end();
        }
        if (at < tail.length()) {
            throw new SyntaxException("`" + text + "` is not a path: cannot read `" + tail.substring(at) + "`");
        }
        return steps;
    }

    private static int index(String written, int otherwise) {
        return written == null ? otherwise : written.equals("*") ? ALL : Integer.parseInt(written);
    }
}

package org.chartlift.mapping.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into the target: {@code name.family}, {@code contact{emergency}.name}, {@code birthDate.extension(patient-birthTime)}.
 *
 * @param text as written
 * @param steps at least one
 */
public record TargetPath(String text, List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("([A-Za-z][A-Za-z0-9]*)(?:\\{([A-Za-z0-9_-]+)}|\\(([A-Za-z0-9_.-]+)\\))?(?:\\.|$)");

    /**
     * One element.
     *
     * @param element element name; for a choice with its type, such as {@code valueQuantity}
     * @param instance name of the instance of a list; empty for the unnamed one
     * @param extension short name of the extension; empty unless {@code element} is {@code extension} or {@code modifierExtension}
     */
    public record Step(String element, String instance, String extension) {}

    public TargetPath {
        steps = List.copyOf(steps);
    }

    public static TargetPath parse(String text) throws SyntaxException {
        List<Step> steps = new ArrayList<>();
        Matcher m = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && m.find(at) && m.start() == at) {
            boolean isExtension = m.group(1).equals("extension") || m.group(1).equals("modifierExtension");
            if (isExtension != (m.group(3) != null)) {
                throw new SyntaxException(
                        "`" + text + "`: parentheses belong to extension(name), and extension needs them");
            }
            steps.add(new Step(m.group(1), orEmpty(m.group(2)), orEmpty(m.group(3))));
            at = m.end();
        }
        if (at < text.length() || steps.isEmpty() || text.endsWith(".")) {
            throw new SyntaxException("`" + text + "` is not a target such as name.family or contact{emergency}.name");
        }
        return new TargetPath(text, steps);
    }

    private static String orEmpty(String s) {
        return s == null ? "" : s;
    }
}

package org.chartlift.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that somebody asks for, such as {@code Patient.birthDate}, {@code dosageInstruction[0].doseAndRate} or {@code valueQuantity.value}. It stands for every
 * value at or below it; where it gives no index, for every item. Immutable.
 */
final class ElementPath {
    private static final Pattern STEP = Pattern.compile("([A-Za-z][A-Za-z0-9]*)(?:\\[(\\d{1,6})])?");

    private final List<Elements.Step> steps;

    private ElementPath(List<Elements.Step> steps) {
        this.steps = steps;
    }

    /**
     * Parses.
     *
     * @param type of the resource; a path may begin with it
     * @throws IllegalArgumentException if it is no path
     */
    static ElementPath parse(String type, String text) {
        List<Elements.Step> steps = new ArrayList<>();
        String rest = text.equals(type) ? "" : text.startsWith(type + ".") ? text.substring(type.length() + 1) : text;
        for (String step : rest.isEmpty() ? new String[0] : rest.split("\\.", -1)) {
            Matcher m = STEP.matcher(step);
            if (!m.matches()) {
                throw new IllegalArgumentException("not an element path such as " + type + ".identifier[0].value");
            }
            steps.add(new Elements.Step(
                    m.group(1), "", m.group(2) == null ? Elements.ANY : Integer.parseInt(m.group(2))));
        }
        return new ElementPath(steps);
    }

    boolean covers(List<Elements.Step> path) {
        if (path.size() < steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!matches(steps.get(i), path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Elements.Step asked, Elements.Step there) {
        boolean name = asked.name().equals(there.name())
                || (!there.choice().isEmpty() && asked.name().equals(there.name() + there.choice()));
        return name && (asked.index() == Elements.ANY || asked.index() == Math.max(0, there.index()));
    }
}

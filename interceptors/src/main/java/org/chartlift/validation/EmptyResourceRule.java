package org.chartlift.validation;

import org.chartlift.record.Severity;

/**
 * A resource says something. Class A: an empty one looks like a record that was carried over while nothing of it was.
 */
record EmptyResourceRule() implements MigrationRule {
    static final String RULE = "empty-resource";

    @Override
    public void check(Checked checked) {
        String type = checked.resource().fhirType();
        boolean saysSomething = checked.elements().stream().anyMatch(e -> isContent(type, e.typePath()));
        if (!saysSomething) {
            checked.report(Severity.A, RULE, type, "The resource holds nothing but its id and metadata.");
        }
    }

    private static boolean isContent(String type, String path) {
        String rest = path.startsWith(type + ".") ? path.substring(type.length() + 1) : path;
        return !(rest.equals("id")
                || rest.equals("meta")
                || rest.startsWith("meta.")
                || rest.equals("language")
                || rest.equals("implicitRules"));
    }
}

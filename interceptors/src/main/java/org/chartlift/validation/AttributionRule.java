package org.chartlift.validation;

import java.util.Set;
import org.chartlift.record.Severity;

/**
 * Who observed, wrote or ordered is not lost: a resource whose source named somebody names somebody. Class B: the fact is
 * there, whom to ask about it is not.
 */
record AttributionRule() implements MigrationRule {
    static final String RULE = "attribution-lost";

    private static final Set<String> NAMES = Set.of(
            "agent",
            "asserter",
            "author",
            "authenticator",
            "enterer",
            "informationSource",
            "participant",
            "performer",
            "practitioner",
            "provider",
            "recorder",
            "requester",
            "resultsInterpreter");

    @Override
    public void check(Checked checked) {
        String type = checked.resource().fhirType();
        String reference = type + "/" + checked.resource().getIdElement().getIdPart();
        if (checked.context().attributed().contains(reference)
                && checked.elements().stream().noneMatch(e -> isAttribution(type, e.typePath()))) {
            checked.report(
                    Severity.B, RULE, type, "The source names an author or performer, and the resource names none.");
        }
    }

    private static boolean isAttribution(String type, String path) {
        return path.startsWith(type + ".") && NAMES.contains(path.substring(type.length() + 1));
    }
}

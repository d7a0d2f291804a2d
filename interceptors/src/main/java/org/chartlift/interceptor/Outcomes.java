package org.chartlift.interceptor;

import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** Says findings and refusals as OperationOutcome. */
final class Outcomes {
    private Outcomes() {}

    static OperationOutcome refusal(IssueType code, String diagnostics) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(code).setDiagnostics(diagnostics);
        return outcome;
    }

    /**
     * One issue for each finding.
     *
     * @param prefix FHIRPath of the resource within what was sent, such as {@code Bundle.entry[3].resource}; empty if the
     *     resource itself was sent
     */
    static void addIssues(OperationOutcome outcome, String prefix, List<Finding> findings) {
        for (Finding finding : findings) {
            OperationOutcomeIssueComponent issue = outcome.addIssue()
                    .setSeverity(severity(finding.severity()))
                    .setCode(IssueType.INVARIANT)
                    .setDiagnostics(finding.rule() + ": " + finding.message());
            String path = inside(prefix, finding.targetPath());
            if (!path.isEmpty()) {
                issue.addExpression(path);
            }
        }
    }

    private static IssueSeverity severity(Severity severity) {
        return switch (severity) {
            case A -> IssueSeverity.ERROR;
            case B -> IssueSeverity.WARNING;
            case C -> IssueSeverity.INFORMATION;
        };
    }

    private static String inside(String prefix, String path) {
        if (prefix.isEmpty()) {
            return path;
        }
        int dot = path.indexOf('.');
        return dot < 0 ? prefix : prefix + path.substring(dot);
    }
}

package org.chartlift.source.hl7v2;

import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.UnreadableRecordException;

/** Makes the exceptions and findings of this package. None of them holds a value. */
final class Refusal {
    private Refusal() {}

    static UnreadableRecordException of(String rule, String path, String message) {
        return new UnreadableRecordException(finding(Severity.A, rule, path, message));
    }

    static Finding finding(Severity severity, String rule, String path, String message) {
        return new Finding(severity, rule, path, "", message);
    }
}

package org.chartlift.source;

import org.chartlift.record.Finding;

/** A record's bytes cannot be read exactly. Carries the finding that quarantines it; never holds a value of the patient. */
public final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Finding finding;

    public UnreadableRecordException(Finding finding) {
        super(finding.rule() + " at " + finding.sourcePath() + ": " + finding.message());
        this.finding = finding;
    }

    /** Why; severity A. */
    public Finding finding() {
        return finding;
    }
}

package org.chartlift.reconcile.job;

import java.util.Locale;

/** Whether a record is compared. */
enum RecordState {
    /** What it states is compared. */
    STATED,
    /** It stands in quarantine: it states nothing until somebody resolves it. */
    QUARANTINED,
    /** A run left it out, by rule or because it ended early. */
    EXCLUDED,
    /** Its bytes cannot be read as a record. */
    UNREADABLE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RecordState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

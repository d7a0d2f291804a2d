package org.chartlift.ledger;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    /** Reads headers; its record rows are not complete. */
    SCANNING,
    /** The plan is complete; records get their dispositions. */
    LOADING,
    /** The equation holds for every kind of record. */
    COMPLETED,
    /** It does not, or the run could not go on; the reason says which. */
    FAILED,
    /** Ended at the first quarantined record, as asked. */
    STOPPED,
    /** Ended by request. */
    CANCELLED,
    /** Was not finished when another call for its source system began with another question. */
    SUPERSEDED;

    /** The word used outside Java. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}. */
    public static RunState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more will happen to the run. */
    public boolean isFinal() {
        return this != SCANNING && this != LOADING;
    }
}

package org.chartlift.ledger;

import java.util.Locale;

/** What a run does when a record must be quarantined. */
public enum OnError {
    /** Goes on with the next record. */
    QUARANTINE,
    /** Ends; the records that were not reached are excluded with that reason. */
    STOP;

    /** The word used outside Java. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}; throws {@link IllegalArgumentException} for any other word. */
    public static OnError of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

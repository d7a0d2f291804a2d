package org.chartlift.ledger;

import java.util.Locale;

/** What a run does. */
public enum RunMode {
    /** Scan, convert, check and report; nothing clinical is written and no record counts as applied. */
    VALIDATE,
    /** All of it. */
    LOAD,
    /** As {@link #LOAD}, for an extract that was loaded before: the account says, moreover, what the maps say otherwise and what that changed. */
    DELTA,
    /** As {@link #LOAD}, over the records that stand in quarantine. */
    RETRY,
    /** Some records that were loaded before are loaded again, because the server does not hold what they say. */
    REPAIR;

    /** The word used outside Java. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}; throws {@link IllegalArgumentException} for any other word. */
    public static RunMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

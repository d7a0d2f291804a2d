package org.chartlift.rollback;

import java.util.Locale;

/** What becomes of resources that somebody else wrote after us. */
public enum Strategy {
    /** Our change is taken back element by element; what overlaps stays and becomes a conflict Task. */
    MERGE,
    /** One such resource, and nothing is rolled back. */
    REFUSE,
    /** They stay as they are. */
    KEEP_NEWER;

    /** The word used outside Java. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word()}; throws {@link IllegalArgumentException} for any other word. */
    public static Strategy of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

package org.chartlift.record;

import java.util.Locale;

/**
 * What became of one source record in a run. Every record that was read has exactly one, so that
 * {@code read = created + updated + unchanged + merged + quarantined + excluded} holds; the same six words are used in
 * answers, metrics, tables and reports.
 */
public enum Disposition {
    /** At least one resource was created and none of an earlier version was changed. */
    CREATED,
    /** At least one stored resource got a new version. */
    UPDATED,
    /** Nothing had to be written: the same bytes were applied before, or every resource is stored with the same hash. */
    UNCHANGED,
    /** The record merged one patient (or visit, or account) into another. */
    MERGED,
    /** The record was kept whole, encrypted, with its findings; nothing of it was written. */
    QUARANTINED,
    /** The record is not in scope (not of a readable format, or ruled out by name), with the reason. */
    EXCLUDED;

    /** The word used outside Java, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}; throws {@link IllegalArgumentException} for any other word. */
    public static Disposition of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

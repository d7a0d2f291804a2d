package org.chartlift.record;

import java.util.Locale;

/**
 * What became of one populated source leaf in a conversion. The outcomes of a record add up to its populated leaves. A leaf is
 * claimed when its value is written, not when it is read.
 */
public enum Outcome {
    /** The value stands in the target. */
    MAPPED,
    /** The value was translated through a ConceptMap and the translation stands in the target. */
    TRANSLATED,
    /** The value stands nowhere in the target but decided a condition. */
    CONDITION,
    /** A named rule drops it, with a reason. */
    DROPPED,
    /** The value stands in the target as the source wrote it, in an extension that names its path. */
    CARRIED,
    /** The source says "no value here" (HL7 v2 {@code ""}, blanks, a null token). */
    NULL,
    /** A rule wanted to write the value and could not; the detail says why. */
    FAILED,
    /** It was written, and another rule wrote over it; the detail names that rule. */
    OVERWRITTEN,
    /** No rule claims it. */
    UNMAPPED;

    /** The word used outside Java, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

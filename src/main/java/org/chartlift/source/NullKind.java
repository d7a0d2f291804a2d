package org.chartlift.source;

/** What kind of nothing, if any, a populated leaf holds. */
public enum NullKind {
    /** A value. */
    VALUE,
    /** An order to delete: HL7 v2 {@code ""} (v2.5.1 section 2.5.3). */
    DELETE,
    /** White space only. */
    BLANK
}

package org.chartlift.record;

/** How much a {@link Finding} weighs. */
public enum Severity {
    /** A patient can be hurt: the record never passes, it is quarantined. */
    A,
    /** Meaning is at risk: the record loads, the finding is reported with it. */
    B,
    /** Worth knowing. */
    C
}

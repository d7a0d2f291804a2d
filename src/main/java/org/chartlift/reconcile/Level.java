package org.chartlift.reconcile;

import java.util.Locale;

/** What a check looks at. */
public enum Level {
    /** Numbers of records and control totals. */
    COUNTS,
    /** Each stated fact is there exactly once, and nothing is there that nobody stated. */
    KEYS,
    /** Each field holds what the source says. */
    VALUES,
    /** Each fact is under the patient and the encounter that the source names; every reference resolves. */
    RELATIONS,
    /** Order of events, and nothing before birth, long after death, or after the extract. */
    TEMPORAL,
    /** Who said, did or asked for it, and where. */
    ATTRIBUTION,
    /** The account of records and leaves, computed again from the raw bytes. */
    COVERAGE,
    /** What must hold of every clinical resource, whatever the source says. */
    INVARIANTS;

    /** As in parameters and reports: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

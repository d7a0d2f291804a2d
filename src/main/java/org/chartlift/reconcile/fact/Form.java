package org.chartlift.reconcile.fact;

import java.util.Locale;

/** The form into which both sides of a field are turned before they are compared; see {@code mappings/base/hl7v2/reconcile/README.md}. */
public enum Form {
    TEXT,
    CODE,
    CONCEPT,
    /** The words beside each code of a concept; comes with every {@link #CONCEPT} and {@link #VALUE} by itself. */
    DISPLAY,
    WORDS,
    NUMBER,
    QUANTITY,
    VALUE,
    RANGE,
    DATE,
    TIME,
    /** How often, at which hours and in which days something is done. */
    TIMING,
    IDENTIFIER,
    ENTITY,
    NAME,
    PERSON,
    ORGANIZATION,
    PLACE,
    TELECOM,
    ADDRESS,
    BOOLEAN,
    SHA256,
    EXISTS;

    /** What several sources feed, so that the server may know more than this one record says. */
    boolean containedByDefault() {
        return this == WORDS || this == PERSON || this == ORGANIZATION || this == PLACE;
    }

    /** As written in files. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.chartlift.reconcile.job;

import java.util.Locale;

/** Kinds of charts that a chart review must not miss. */
public enum Stratum {
    SEVERE_ALLERGY("an allergy that is severe or of high criticality"),
    MANY_MEDICATIONS("ten or more medication resources"),
    MERGED("identifiers of a merged record"),
    DECEASED("deceased"),
    NON_ASCII_NAME("a name with letters beyond ASCII"),
    LONGEST_CHART("among the longest charts"),
    SENDER("a record of each sending application and facility");

    private final String words;

    Stratum(String words) {
        this.words = words;
    }

    /** As in parameters: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** The inverse of {@link #code()}; throws {@link IllegalArgumentException} for any other text. */
    public static Stratum of(String code) {
        for (Stratum s : values()) {
            if (s.code().equals(code)) {
                return s;
            }
        }
        throw new IllegalArgumentException("no such stratum");
    }
}

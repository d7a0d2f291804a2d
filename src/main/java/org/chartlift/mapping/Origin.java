package org.chartlift.mapping;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;

/**
 * Where a primitive value of a converted resource came from. Only conversions that trace know it; copies of the resource do not keep it.
 *
 * @param kind what made it
 * @param rule {@code map/rule}; empty if unknown
 * @param leaves numbers of the source leaves it was made of, in source order; empty for constants and references
 * @param vocabulary name of the ConceptMap that translated it; empty if none did
 */
public record Origin(Kind kind, String rule, List<Integer> leaves, String vocabulary) {
    private static final String KEY = Origin.class.getName();

    /** What made a value. */
    public enum Kind {
        /** A rule wrote a value of the source, as it is or in another form. */
        SOURCE,
        /** A constant of a rule, which gives the reason. */
        FIXED,
        /** A rule linked two resources of the record. */
        REFERENCE,
        /** No rule is known to have written it. */
        UNKNOWN;

        /** The word used outside Java. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Origin {
        leaves = List.copyOf(leaves);
    }

    /** The origin of this very object. */
    public static Optional<Origin> of(Base primitive) {
        return Optional.ofNullable((Origin) primitive.getUserData(KEY));
    }

    void mark(Base primitive) {
        primitive.setUserData(KEY, this);
    }
}

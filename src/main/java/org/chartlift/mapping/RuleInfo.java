package org.chartlift.mapping;

import org.chartlift.record.Outcome;

/**
 * What one rule does with one source field, for reports.
 *
 * @param map id of the map
 * @param rule {@code map/rule}
 * @param segment segment it reads; a data type's name for data type maps
 * @param field first field; 0 for the whole segment
 * @param lastField last field of a range; the same as {@code field} for one field
 * @param outcome {@link Outcome#MAPPED}, {@link Outcome#DROPPED} or {@link Outcome#CARRIED}
 * @param detail target element, or reason
 * @param type the FHIR type that the map makes
 */
public record RuleInfo(
        String map,
        String rule,
        String segment,
        int field,
        int lastField,
        Outcome outcome,
        String detail,
        String type) {
    /** The target element from its type on. */
    String target() {
        return type + "." + detail;
    }

    /** Whether it is about this field. */
    boolean covers(int number) {
        return field == 0 || (number >= field && number <= lastField);
    }
}

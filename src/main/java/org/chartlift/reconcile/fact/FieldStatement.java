package org.chartlift.reconcile.fact;

import java.util.List;

/**
 * One way in which a statement says the value of a field. Texts are empty where they were not given.
 *
 * @param path where the value stands; empty for a constant
 * @param constant what is meant by the conditions alone
 * @param when all of these must hold
 * @param unless none of these may hold
 * @param vocabulary name of the ConceptMap that translates the code
 * @param keepUnknown whether a code that the ConceptMap does not know stays as it is
 * @param table number of the HL7 table whose system a code without one has
 * @param unit where the unit of a quantity stands
 * @param join separator, where all values are one text; null where each stands for itself
 * @param lines separator, where the values in one segment are one text; null where each stands for itself
 * @param where what must hold of a segment, seen from itself, so that its values count
 * @param type where the data type of the value stands
 */
public record FieldStatement(
        List<List<SourcePath>> path,
        String constant,
        List<Condition> when,
        List<Condition> unless,
        String vocabulary,
        boolean keepUnknown,
        String table,
        List<List<SourcePath>> unit,
        @org.jspecify.annotations.Nullable String join,
        @org.jspecify.annotations.Nullable String lines,
        List<Condition> where,
        List<List<SourcePath>> type) {
    /** The value at a path, as it is. */
    public static FieldStatement of(List<List<SourcePath>> path) {
        return of(path, "");
    }

    /** The same, with the table of codes without a system. */
    public static FieldStatement of(List<List<SourcePath>> path, String table) {
        return new FieldStatement(
                path, "", List.of(), List.of(), "", false, table, List.of(), null, null, List.of(), List.of());
    }
}

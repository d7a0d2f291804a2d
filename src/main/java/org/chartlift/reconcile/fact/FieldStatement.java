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
        List<List<SourcePath>> type) {}

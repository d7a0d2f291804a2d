package org.chartlift.reconcile.fact;

import java.util.List;
import java.util.Map;

/**
 * Where a source states facts of a kind.
 *
 * @param segment each such segment is one statement
 * @param when all of these must hold
 * @param unless none of these may hold
 * @param subject where the identifiers of the patient stand
 * @param key statements of one patient with the same key are one fact; empty: each is a fact of its own
 * @param merge whether what a later statement leaves out stays
 * @param repeat what becomes of several statements of one fact in one record
 * @param fields by the number of the field in the kind: the ways in which it may be said
 */
public record StatementKind(
        String segment,
        List<Condition> when,
        List<Condition> unless,
        List<List<SourcePath>> subject,
        List<KeyPart> key,
        boolean merge,
        Repeat repeat,
        Map<Integer, List<FieldStatement>> fields) {
    /** What becomes of several statements of one fact in one record. */
    public enum Repeat {
        /** They are one: what grows is added, of the rest the last holds. */
        MERGE,
        /** They are one, and texts are lines of one text. */
        JOIN,
        /** Each is a fact of its own, told apart by their order. */
        SEPARATE
    }

    /**
     * A part of a key.
     *
     * @param path where it stands
     * @param optional whether the key is complete without it
     */
    public record KeyPart(List<List<SourcePath>> path, boolean optional) {}
}

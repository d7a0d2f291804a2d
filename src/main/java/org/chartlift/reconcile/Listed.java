package org.chartlift.reconcile;

/**
 * What all records together say of one field of one entry of the directory.
 *
 * @param kind the kind of directory entry
 * @param index the search parameter by which the server is asked
 * @param lookup the server's hash under that parameter
 * @param entity keyed hash of what makes two entries the same
 * @param field name of the field; empty: that the entry is named at all
 * @param order place of the last record that surely states it; -1 if none does
 * @param asked whether a record that was asked for names the entry
 * @param values keyed hashes of the values of which any may stand; {@link #NOTHING} where it may be empty
 */
public record Listed(
        String kind, String index, long lookup, long entity, String field, long order, boolean asked, long[] values) {
    /** Stands for no value. */
    public static final long NOTHING = 0;
}

package org.chartlift.reconcile;

import java.util.List;

/**
 * What a record says of someone or something that many patients' records share, such as a practitioner. Holds names in the clear; lives as long as the record is read.
 *
 * @param kind the kind of directory entry
 * @param index the search parameter by which the server is asked, {@code Practitioner.identifier}
 * @param lookup the server's hash of the identifier or the name under that parameter
 * @param key what makes two entries of a kind the same
 * @param sure whether it is certain that what is said has its effect
 * @param said the fields of which something is said
 * @param path where in the record, {@code PV1[1]-7}
 */
public record Listing(String kind, String index, long lookup, String key, boolean sure, List<Field> said, String path) {
    /**
     * A field.
     *
     * @param name within the kind
     * @param adds whether later values stand beside earlier ones
     * @param values in the compared form; empty: the source says that there is none
     */
    public record Field(String name, boolean adds, List<String> values) {}
}

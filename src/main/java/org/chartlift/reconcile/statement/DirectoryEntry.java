package org.chartlift.reconcile.statement;

import java.util.List;
import org.chartlift.reconcile.fact.DirectoryKind;

/**
 * What a message says of someone or something that many patients' records share.
 *
 * @param kind the kind
 * @param type the resource type by which the server is asked: its own, or that of who takes part in it
 * @param byName whether the server is asked by a name, because no identifier is stated
 * @param lookup the identifier ({@code system|value}) or the name
 * @param key what makes two entries the same
 * @param sure whether it is certain that what is said has its effect
 * @param said the fields of which something is said
 * @param path where in the record
 */
public record DirectoryEntry(
        DirectoryKind kind,
        String type,
        boolean byName,
        String lookup,
        String key,
        boolean sure,
        List<Said> said,
        String path) {
    /** A field and its values in the compared form; none: the source says that there is none. */
    public record Said(DirectoryKind.Field field, List<String> values) {}
}

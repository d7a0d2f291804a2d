package org.chartlift.reconcile.fact;

import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.Check;
import org.jspecify.annotations.Nullable;

/**
 * A kind of those whom many patients' records share: practitioners, organizations and their roles.
 *
 * @param id its name
 * @param type the resource type that holds it
 * @param fields what is compared
 * @param sayings where sources state it
 * @param missing the check that an entry violates which is not there
 */
public record DirectoryKind(String id, String type, List<Field> fields, List<Saying> sayings, Check missing) {
    /**
     * A field.
     *
     * @param name name within the kind
     * @param path where the server holds it, as it was written
     * @param server the same
     * @param form the form in which both sides are compared
     * @param contains whether all that the source says must be among what is there; else what is there must be among what the source says
     * @param grows whether later values stand beside earlier ones
     * @param check the check that a difference violates
     */
    public record Field(
            String name, String path, List<JsonPath> server, Form form, boolean contains, boolean grows, Check check) {}

    /**
     * Where a source says it.
     *
     * @param segment each such segment may say it
     * @param when all of these must hold
     * @param unless none of these may hold
     * @param may whether it is not certain that what is said has its effect
     * @param each where it stands: once for each value; empty: the segment says it once
     * @param shape how it is read
     */
    public record Saying(
            String segment,
            List<Condition> when,
            List<Condition> unless,
            boolean may,
            List<List<SourcePath>> each,
            Shape shape) {}

    /**
     * How an entry is read.
     *
     * @param type the resource type that it names
     * @param keys alternatives of what makes two entries the same: the first of which all parts are valued that must be
     * @param of who takes part in it, where it has no identifier and no name of its own: the first one that is there leads to it
     * @param readings by number of the field
     */
    public record Shape(String type, List<List<KeyPart>> keys, List<Member> of, Map<Integer, Reading> readings) {}

    /** One who takes part. */
    public record Member(List<List<SourcePath>> from, Shape shape) {}

    /** A part of a key: of the value at hand, or, where that is null, anywhere in the message. */
    public record KeyPart(@Nullable Part part, List<List<SourcePath>> path, boolean optional) {}

    /** A component and a subcomponent, from 1; 0 for the whole. */
    public record Part(int component, int subcomponent) {}

    /**
     * How a field is read.
     *
     * @param form the field's form
     * @param how what the parts are
     * @param from other values than the one at hand; empty: that one
     * @param parts id and authority; or family, given, prefix, suffix; or the text; or none: the value is of the field's form as it is
     * @param when all of these must hold
     * @param table number of the HL7 table whose system a code without one has
     */
    public record Reading(
            Form form,
            How how,
            List<List<SourcePath>> from,
            List<List<Part>> parts,
            List<Condition> when,
            String table) {}

    /** What the parts of a value are. */
    public enum How {
        /** The value has the field's form as it is. */
        PLAIN,
        /** One of the parts: the first that is valued. */
        TEXT,
        /** Family, given names, prefixes, suffixes. */
        NAME,
        /** Id and assigning authority. */
        IDENTIFIER,
        /** Id, and the object identifier of its system, which may be none. */
        OID,
        /** A code and the name of its system. */
        CODE,
        /** A hierarchic designator: a URI, or an id of a kind that is none. */
        DESIGNATOR
    }
}

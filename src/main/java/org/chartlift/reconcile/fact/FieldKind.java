package org.chartlift.reconcile.fact;

import java.util.List;
import org.chartlift.reconcile.Check;

/**
 * A field of a kind of fact.
 *
 * @param name name within the kind
 * @param server where the server holds it
 * @param form the form in which both sides are compared
 * @param check the check that a difference violates
 * @param compare how the values of the two sides must agree
 * @param ifStated whether nothing is compared where no record states the field
 * @param grows whether later values are added to earlier ones
 * @param otherwise what the server must hold where no record states the field; empty: nothing
 * @param element name of the element of which several fields are parts: what replaces one of them replaces all; empty: none
 * @param match whether it helps to find the counterpart of a fact
 */
public record FieldKind(
        String name,
        List<JsonPath> server,
        Form form,
        Check check,
        Compare compare,
        boolean ifStated,
        boolean grows,
        String otherwise,
        String element,
        boolean match) {
    /** How the values of the two sides must agree. */
    public enum Compare {
        /** The same values, in any order. */
        EQUAL,
        /** What the source says is among what is there. */
        CONTAINS,
        /** What the source says is among what is there, in the order of the source. */
        SEQUENCE,
        /** The same values in the same order. */
        ORDERED
    }
}

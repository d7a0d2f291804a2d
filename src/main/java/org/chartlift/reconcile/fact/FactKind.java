package org.chartlift.reconcile.fact;

import java.util.List;
import org.chartlift.reconcile.Check;

/**
 * A kind of fact.
 *
 * @param id its name
 * @param type the resource type that holds it
 * @param subject where the resource names its patient
 * @param where what must hold of a resource so that it is of this kind
 * @param fields what is compared
 * @param statements where sources state it
 * @param missing the check that a fact violates which is not there
 * @param surplus the check that a resource violates which nobody stated
 * @param doubled the check that a resource violates which says again what another one says
 */
public record FactKind(
        String id,
        String type,
        List<JsonPath> subject,
        List<Where> where,
        List<FieldKind> fields,
        List<StatementKind> statements,
        Check missing,
        Check surplus,
        Check doubled) {
    /** A condition on a resource: one of the values is there; with no values, {@code exists} says whether there may be any. */
    public record Where(List<JsonPath> path, List<String> values, boolean exists) {}
}

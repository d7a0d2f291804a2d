package org.chartlift.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.chartlift.record.Severity;

/**
 * One kind of fault that can befall a migrated chart.
 *
 * @param name for the published table
 * @param severity class A where it can hurt a patient at once
 * @param type the resource type in which it is planted
 * @param planting how
 */
record Fault(String name, Severity severity, String type, Planting planting) {
    /** Plants the fault in one resource. */
    interface Planting {
        /**
         * Changes the chart.
         *
         * @param resource the resource's JSON, to be changed and written through {@code chart}
         * @return false if this resource has no place for the fault
         */
        boolean plant(ObjectNode resource, Chart chart, Random random);
    }

    /** A change of nothing but one resource's content. */
    interface Edit {
        /** False if the resource has no place for it. */
        boolean edit(ObjectNode resource, Random random);
    }

    /** What a planting may do to the server. Everything is undone afterwards. */
    interface Chart {
        /** Writes the content of a resource that exists. */
        void put(ObjectNode resource);

        /** Deletes a resource. */
        void delete(ObjectNode resource);

        /** Adds a resource under a new id. */
        void add(ObjectNode resource);

        /** Another resource of the type, of another patient; for a Patient another Patient. */
        ObjectNode other(String type, ObjectNode than);

        /** A resource by {@code Type/id}. */
        ObjectNode get(String reference);
    }

    static Fault edit(String name, Severity severity, String type, Edit edit) {
        return new Fault(name, severity, type, (resource, chart, random) -> {
            boolean done = edit.edit(resource, random);
            if (done) {
                chart.put(resource);
            }
            return done;
        });
    }
}

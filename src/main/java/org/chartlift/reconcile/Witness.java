package org.chartlift.reconcile;

import java.util.List;
import java.util.Set;

/**
 * Compares what records state with what the server holds, group by group. Implementations are safe for use by several threads and keep nothing
 * between calls, so that memory is that of the groups at hand.
 */
public interface Witness {
    /**
     * What is compared.
     *
     * @param levels levels that are looked at
     * @param types resource types that are looked at; empty for all
     * @param sourceSystem URI of the source system, as the records were loaded under
     */
    record Scope(Set<Level> levels, Set<String> types, String sourceSystem) {
        public Scope {
            levels = Set.copyOf(levels);
            types = Set.copyOf(types);
        }
    }

    /** Patient identifiers of a record, {@code authority|id} or the like: records that share one belong to one group. Empty if it names no patient. */
    List<String> patientKeys(StatedRecord record, String sourceSystem);

    /** Compares these groups. Nothing is written. */
    Tally compare(List<PatientGroup> groups, Scope scope);
}

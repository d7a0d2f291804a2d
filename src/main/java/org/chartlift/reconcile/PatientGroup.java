package org.chartlift.reconcile;

import java.util.List;

/**
 * All records that share patient identifiers, directly or through one another: one patient, or several that were merged, linked or confused.
 *
 * @param number its number within the comparison
 * @param records in the order in which they took effect
 */
public record PatientGroup(long number, List<StatedRecord> records) {
    public PatientGroup {
        records = List.copyOf(records);
    }
}

package org.chartlift.run;

import java.util.List;
import java.util.Set;
import org.chartlift.record.ContentHash;

/**
 * The records of one patient of which some are to be migrated again.
 *
 * @param records all that were loaded of the patient, in the order in which they took effect
 * @param again those that are migrated again
 */
public record RepairGroup(List<ContentHash> records, Set<ContentHash> again) {
    public RepairGroup {
        records = List.copyOf(records);
        again = Set.copyOf(again);
    }
}

package org.chartlift.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.chartlift.ledger.Accounts.ResourceCount;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.record.Disposition;

/**
 * What a run did: {@code read = created + updated + unchanged + merged + quarantined + excluded}.
 *
 * @param run the run
 * @param read records that the scan found
 * @param dispositions records by disposition
 * @param kinds records of each kind by disposition; dispositions that do not occur are left out
 * @param resources resources by type
 * @param outcomes leaves by outcome
 * @param unmapped the most frequent of the codes that no vocabulary knew
 */
public record RunAccount(
        Run run,
        long read,
        Map<Disposition, Long> dispositions,
        SortedMap<String, Map<Disposition, Long>> kinds,
        List<ResourceCount> resources,
        Map<String, Long> outcomes,
        List<UnmappedCode> unmapped) {
    public RunAccount {
        dispositions = Map.copyOf(dispositions);
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        resources = List.copyOf(resources);
        unmapped = List.copyOf(unmapped);
    }
}

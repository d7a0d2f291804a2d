package org.chartlift.run;

import java.util.List;
import java.util.Map;
import org.chartlift.ledger.Accounts.ResourceCount;
import org.chartlift.ledger.Run;
import org.chartlift.record.Disposition;

/**
 * What a run did: {@code read = created + updated + unchanged + merged + quarantined + excluded}.
 *
 * @param run the run
 * @param read records that the scan found
 * @param dispositions records by disposition
 * @param resources resources by type
 * @param outcomes leaves by outcome
 */
public record RunAccount(
        Run run,
        long read,
        Map<Disposition, Long> dispositions,
        List<ResourceCount> resources,
        Map<String, Long> outcomes) {
    public RunAccount {
        dispositions = Map.copyOf(dispositions);
        resources = List.copyOf(resources);
    }
}

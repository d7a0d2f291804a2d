package org.chartlift.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chartlift.ledger.Accounts.Changed;
import org.chartlift.ledger.Accounts.ResourceCount;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.mapping.MapChange;
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
 * @param mapChanges what the maps say otherwise than the earlier ones that records were compared with; of a delta only
 * @param changed the first versions that were written; of a delta only
 * @param unmapped the most frequent of the codes that no vocabulary knew
 * @param checkpoint logical id of the Task of the checkpoint before the run; empty if none was taken
 */
public record RunAccount(
        Run run,
        long read,
        Map<Disposition, Long> dispositions,
        SortedMap<String, Map<Disposition, Long>> kinds,
        List<ResourceCount> resources,
        Map<String, Long> outcomes,
        List<MapChange> mapChanges,
        List<Changed> changed,
        List<UnmappedCode> unmapped,
        String checkpoint) {
    public RunAccount {
        dispositions = Map.copyOf(dispositions);
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        resources = List.copyOf(resources);
        mapChanges = List.copyOf(mapChanges);
        changed = List.copyOf(changed);
        unmapped = List.copyOf(unmapped);
    }

    /** How many resources the run wrote of the types that this change has to do with. */
    public long written(MapChange change) {
        Set<String> types = change.elements().stream()
                .map(e -> e.indexOf('.') < 0 ? e : e.substring(0, e.indexOf('.')))
                .collect(Collectors.toSet());
        return resources.stream()
                .filter(r -> types.contains(r.type()))
                .mapToLong(r -> r.created() + r.updated())
                .sum();
    }
}

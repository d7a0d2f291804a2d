package org.chartlift.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.chartlift.record.ContentHash;

/**
 * Records that are to be migrated again though the ledger calls them applied, because the server does not hold what they say.
 *
 * @param sourceSystem URI of their system
 * @param groups patients and their records
 * @param named {@code Type/id} of stored resources that are brought back to what the records say; what they make besides is only written where it is not there
 * @param xRequestId for the audit trail; empty if there is none
 * @param requester who asks; empty if unknown
 */
public record RepairRequest(
        String sourceSystem, List<RepairGroup> groups, Set<String> named, String xRequestId, String requester) {
    public RepairRequest {
        groups = List.copyOf(groups);
        named = Set.copyOf(named);
    }

    /** SHA-256 over the records. */
    String asked() {
        StringBuilder text = new StringBuilder(sourceSystem).append("\nrepair");
        groups.forEach(g -> g.again().stream().map(ContentHash::hex).sorted().forEach(h -> text.append('\n')
                .append(h)));
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}

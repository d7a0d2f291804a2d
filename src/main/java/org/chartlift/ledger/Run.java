package org.chartlift.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run as the ledger knows it.
 *
 * @param id number of the run
 * @param systemId row of the source system
 * @param sourceSystem its URI
 * @param mapSetId row of the map set
 * @param mapDigest its SHA-256
 * @param previousDigest of the maps that the source system's records were loaded with before; empty if there were no others
 * @param mode what it does
 * @param onError what it does on a bad record
 * @param asked SHA-256 over what was asked for
 * @param scan SHA-256 over the headers the scan found; null until the plan is complete
 * @param state where it stands
 * @param reason why it stands there; empty if there is nothing to say
 * @param requestId X-Request-Id of the call that opened it; empty if there was none
 * @param started when it was opened
 * @param finished when it ended; null before
 */
public record Run(
        long id,
        int systemId,
        String sourceSystem,
        int mapSetId,
        String mapDigest,
        String previousDigest,
        RunMode mode,
        OnError onError,
        String asked,
        @Nullable String scan,
        RunState state,
        String reason,
        String requestId,
        Instant started,
        @Nullable Instant finished) {

    /** Logical id of the run's Task. */
    public String taskId() {
        return "chartlift-run-" + id;
    }

    /** Logical id of the run's report. */
    public String reportId() {
        return "chartlift-report-" + id;
    }
}

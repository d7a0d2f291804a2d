package org.chartlift.ledger;

import java.time.Instant;

/**
 * A run to be opened.
 *
 * @param sourceSystem URI of the source system
 * @param mapDigest SHA-256 of the map set
 * @param mode what it does
 * @param onError what it does on a bad record
 * @param asked SHA-256 over what was asked for
 * @param requestId X-Request-Id; empty if there was none
 * @param started now
 */
public record NewRun(
        String sourceSystem,
        String mapDigest,
        RunMode mode,
        OnError onError,
        String asked,
        String requestId,
        Instant started) {}

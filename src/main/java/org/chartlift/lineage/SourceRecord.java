package org.chartlift.lineage;

import org.chartlift.ledger.RecordRow;
import org.chartlift.record.SourceRef;

/**
 * A source record, as the run met it whose conversion is told.
 *
 * @param logicalId how Provenance names it
 * @param sourceSystem URI of the system it came from
 * @param location {@code file#number}
 * @param offset of its first byte in the file
 * @param length in bytes
 * @param kind message type and event
 * @param run number of the run
 * @param mapDigest the run's maps
 */
public record SourceRecord(
        String logicalId,
        String sourceSystem,
        String location,
        long offset,
        long length,
        String kind,
        long run,
        String mapDigest) {
    static SourceRecord of(RecordRow row, String sourceSystem, long run, String mapDigest) {
        return new SourceRecord(
                new SourceRef(sourceSystem, row.hash(), row.location()).logicalId(),
                sourceSystem,
                row.location(),
                row.offset(),
                row.length(),
                row.kind(),
                run,
                mapDigest);
    }
}

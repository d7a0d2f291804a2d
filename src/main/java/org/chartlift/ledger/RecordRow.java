package org.chartlift.ledger;

import org.chartlift.record.ContentHash;
import org.chartlift.record.Disposition;
import org.jspecify.annotations.Nullable;

/**
 * One source record of a run.
 *
 * @param seq number within the run, in source order
 * @param source which of the run's sources, from 0
 * @param file name of the file relative to that source
 * @param number 1-based number within the file
 * @param offset byte offset within the file
 * @param length byte length
 * @param hash SHA-256 of the bytes
 * @param format the reader; empty for a file that none accepts
 * @param kind message type and event; empty if unknown
 * @param controlId the sender's id of the record; empty if absent
 * @param chunk records of one chunk are processed in order by one worker
 * @param duplicateOf the earlier record of this run with the same bytes; null if there is none
 * @param disposition what became of it; null as long as it is not known
 * @param reason why; empty if there is nothing to say
 */
public record RecordRow(
        long seq,
        int source,
        String file,
        int number,
        long offset,
        long length,
        ContentHash hash,
        String format,
        String kind,
        String controlId,
        long chunk,
        @Nullable Long duplicateOf,
        @Nullable Disposition disposition,
        String reason) {

    /** {@code file#number}, for people. */
    public String location() {
        return file + "#" + number;
    }
}

package org.chartlift.reconcile.job;

import org.chartlift.record.ContentHash;

/**
 * A record of a comparison.
 *
 * @param seq its place in the order in which records took effect
 * @param source which of the sources, from 0; 0 where the ledger is read
 * @param file name of its file
 * @param number within the file
 * @param offset byte offset within the file
 * @param length byte length
 * @param hash SHA-256 of its bytes
 * @param format the reader's code
 * @param kind message type and event, as the ledger or the scan has it
 * @param state whether it is compared
 * @param asked whether it belongs to what was asked for, or only to the same patients
 */
record PlannedRecord(
        long seq,
        int source,
        String file,
        int number,
        long offset,
        long length,
        ContentHash hash,
        String format,
        String kind,
        RecordState state,
        boolean asked) {
    String location() {
        return file + "#" + number;
    }
}

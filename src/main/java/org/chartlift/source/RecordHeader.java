package org.chartlift.source;

import java.util.List;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;

/**
 * What the scan knows of one record without mapping it: enough to plan the work, to count, and to find the bytes again.
 *
 * @param file name of the file relative to the source's root, with forward slashes
 * @param number 1-based number of the record within its file
 * @param offset byte offset within the file
 * @param length byte length
 * @param hash SHA-256 of those bytes
 * @param format the reader that recognised it, for example {@code hl7v2}
 * @param kind message type and event such as {@code ADT^A01}; empty if unknown
 * @param controlId the sender's own id of the record (MSH-10); empty if absent
 * @param patientKeys every patient identifier in the record, as {@code authority|id}; records that share one belong to one chunk
 * @param eventTime time of the event as the source wrote it; empty if absent
 * @param findings what the scan found wrong, for example a cut record; severity A quarantines it
 */
public record RecordHeader(
        String file,
        int number,
        long offset,
        long length,
        ContentHash hash,
        String format,
        String kind,
        String controlId,
        List<String> patientKeys,
        String eventTime,
        List<Finding> findings) {
    public RecordHeader {
        patientKeys = List.copyOf(patientKeys);
        findings = List.copyOf(findings);
    }

    /** {@code file#number}, for people. */
    public String location() {
        return file + "#" + number;
    }
}

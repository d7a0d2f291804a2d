package org.chartlift.source;

import java.io.IOException;

/**
 * Reads one format: finds the records in a file and turns a record's bytes into a {@link SourceTree}. Implementations are stateless and
 * safe for use by several threads.
 */
public interface SourceReader {
    /** The format's code in parameters and ledger rows, for example {@code hl7v2}. */
    String format();

    /** Whether a file that begins with these bytes (up to 8 KiB) is of this format. Never throws. */
    boolean accepts(byte[] head);

    /**
     * Finds every record of the file, in order, in memory bounded by the longest header segment, never by the file. Every byte of the file belongs
     * to a record, to an envelope (FHS, BHS, BTS, FTS), or is white space between records.
     *
     * @throws IOException if the file cannot be read
     */
    void scan(SourceFile file, ScanSink sink) throws IOException;

    /**
     * The tree over one record's bytes. Deterministic.
     *
     * @throws UnreadableRecordException if the bytes cannot be read exactly; the record is then quarantined whole
     */
    SourceTree read(byte[] record) throws UnreadableRecordException;
}

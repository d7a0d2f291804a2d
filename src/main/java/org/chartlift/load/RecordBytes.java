package org.chartlift.load;

import java.io.IOException;
import org.chartlift.ledger.RecordRow;

/** Where a record's bytes come from: the files of the extract, or what the ledger keeps. Safe for use by several threads. */
public interface RecordBytes {
    /**
     * The bytes, which are those that the scan saw.
     *
     * @throws org.chartlift.source.SourceChangedException if other bytes are there now
     * @throws IOException if they cannot be read
     */
    byte[] read(RecordRow record) throws IOException;
}

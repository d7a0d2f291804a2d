package org.chartlift.load;

import java.io.IOException;
import org.chartlift.ledger.RecordRow;

/** Where a record's bytes come from: the files of the extract, or what the ledger keeps. Safe for use by several threads. */
public interface RecordBytes {
    /**
     * The bytes. They may differ from what the scan saw; the caller compares the hash.
     *
     * @throws IOException if they are not there
     */
    byte[] read(RecordRow record) throws IOException;
}

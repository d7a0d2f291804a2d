package org.chartlift.source;

import org.chartlift.record.Finding;

/** Receives what a scan finds, in file order, on the scanning thread. */
public interface ScanSink {
    /** One record. Bytes between records that belong to none are reported as a record of kind {@code ""} with a finding. */
    void record(RecordHeader header);

    /** Something wrong with the file as a whole, for example a batch count that does not match. */
    void finding(String file, Finding finding);
}

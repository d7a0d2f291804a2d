package org.chartlift.load;

import java.util.List;
import java.util.Map;
import org.chartlift.ledger.RecordRow;
import org.chartlift.record.Finding;

/**
 * Work for one worker: whole chunks, in order of chunk and record.
 *
 * @param records the records
 * @param scanFindings what the scan found, by record number
 */
public record Work(List<RecordRow> records, Map<Long, List<Finding>> scanFindings) {
    List<Finding> scanFindings(RecordRow record) {
        return scanFindings.getOrDefault(record.seq(), List.of());
    }
}

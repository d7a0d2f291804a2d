package org.chartlift.reconcile.job;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.ledger.RawStore;
import org.chartlift.record.ContentHash;
import org.chartlift.run.Source;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.SourceFiles;

/** Where the bytes of a comparison's records are. Safe for use by several threads. */
interface RecordSource {
    /** The bytes by hash; what is not there any more, or is not what it was, is left out. */
    Map<ContentHash, byte[]> bytes(Collection<PlannedRecord> records);

    /** What the ledger keeps. */
    static RecordSource ledger(RawStore raw) {
        return records ->
                raw.all(records.stream().map(PlannedRecord::hash).distinct().toList());
    }

    /** Files. */
    static RecordSource files(List<Source> sources) {
        return records -> {
            Map<ContentHash, byte[]> found = new HashMap<>();
            for (PlannedRecord r : records) {
                try {
                    found.put(
                            r.hash(),
                            SourceFiles.bytes(
                                    SourceFiles.file(sources.get(r.source()).path(), r.file()), header(r)));
                } catch (IOException e) {
                    // left out: the caller counts it as a record whose bytes are not there
                    org.slf4j.LoggerFactory.getLogger(RecordSource.class)
                            .warn(
                                    "{} cannot be read: {}",
                                    r.location(),
                                    e.getClass().getName());
                }
            }
            return found;
        };
    }

    private static RecordHeader header(PlannedRecord r) {
        return new RecordHeader(
                r.file(),
                r.number(),
                r.offset(),
                r.length(),
                r.hash(),
                r.format(),
                r.kind(),
                "",
                List.of(),
                "",
                List.of());
    }
}

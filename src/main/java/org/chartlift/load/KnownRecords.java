package org.chartlift.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chartlift.ledger.RecordRow;
import org.chartlift.record.ContentHash;

/** Tells the records that an earlier run loaded with other maps from those that are new. Safe for use by several threads. */
final class KnownRecords {
    private final LoadServices services;
    private final LoadRun load;

    KnownRecords(LoadServices services, LoadRun load) {
        this.services = services;
        this.load = load;
    }

    /** Of these records those that were loaded before, with the digest of the maps; none as long as the source system knew no other maps. */
    Map<Long, String> digests(List<RecordRow> rows) {
        Map<Long, String> digests = new HashMap<>();
        if (!load.run().previousDigest().isEmpty()) {
            Map<ContentHash, String> applied = services.records().appliedBefore(load.run(), rows);
            rows.forEach(row -> {
                String digest = applied.get(row.hash());
                if (digest != null && load.earlier(digest).isPresent()) {
                    digests.put(row.seq(), digest);
                }
            });
        }
        return digests;
    }

    /** Converts a record by the maps of both times. */
    Optional<Known> convert(Work piece, RecordRow row, String digest, boolean count) {
        String system = load.run().sourceSystem();
        ConvertedRecord now = load.converter().convert(row, piece.scanFindings(row), system, count);
        return load.earlier(digest)
                .flatMap(old -> Known.of(row, old.convert(row, piece.scanFindings(row), system, false), now));
    }
}

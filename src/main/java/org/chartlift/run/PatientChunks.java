package org.chartlift.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.record.ContentHash;

/**
 * Finds the records that must be processed in order by one worker: those that share a patient identifier, directly or through others. A record without
 * identifiers is alone. The chunk's number is that of its first record. Keeps what {@link Grouping} keeps, and not the identifiers themselves. For one thread.
 */
final class PatientChunks {
    private final Grouping records = new Grouping(PatientChunks::digest);

    /** Adds the next record. */
    void add(List<String> patientKeys) {
        records.add(patientKeys);
    }

    private static long digest(String key) {
        byte[] hash = ContentHash.newDigest().digest(key.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }

    /** The chunk of a record. */
    int chunk(int record) {
        return records.group(record);
    }

    int size() {
        return records.size();
    }
}

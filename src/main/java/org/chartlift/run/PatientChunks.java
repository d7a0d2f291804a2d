package org.chartlift.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.record.ContentHash;

/**
 * Finds the records that must be processed in order by one worker: those that share a patient identifier, directly or through others
 * (union-find). A record without identifiers is alone. The chunk's number is that of its first record. Keeps eight bytes a record and one entry
 * a patient identifier, and not the identifiers themselves. For one thread.
 */
final class PatientChunks {
    private static final int FIRST_CAPACITY = 1024;

    private int[] parent = new int[FIRST_CAPACITY];
    private int size;
    private final Map<Long, Integer> firstOfKey = new HashMap<>();

    /** Adds the next record. */
    void add(List<String> patientKeys) {
        if (size == parent.length) {
            parent = Arrays.copyOf(parent, size * 2);
        }
        int record = size++;
        parent[record] = record;
        for (String key : patientKeys) {
            Integer first = firstOfKey.putIfAbsent(digest(key), record);
            if (first != null) {
                union(first, record);
            }
        }
    }

    /** Two keys with one digest would only make one chunk of two. */
    private static long digest(String key) {
        byte[] hash = ContentHash.newDigest().digest(key.getBytes(StandardCharsets.UTF_8));
        return java.nio.ByteBuffer.wrap(hash).getLong();
    }

    private void union(int a, int b) {
        int rootA = chunk(a);
        int rootB = chunk(b);
        // the smaller number stays the root, so that the result does not depend on the order of unions
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    /** The chunk of a record. */
    int chunk(int record) {
        int root = record;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    int size() {
        return size;
    }
}

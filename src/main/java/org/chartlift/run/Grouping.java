package org.chartlift.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Union-find over records by the keys of their patients. Takes 4 bytes a record and 12 to 24 bytes a distinct key (open addressing, load up to one half of 12
 * bytes a place): a million and a half records of 50,000 patients with four keys each take about 12 MB. Two keys with one 64-bit hash would only make one group of
 * two. For one thread.
 */
public final class Grouping {
    private static final int FIRST_CAPACITY = 1024;

    private final ToLongFunction<String> hash;
    private int[] parent = new int[FIRST_CAPACITY];
    private int size;
    private long[] keys = new long[FIRST_CAPACITY];
    private int[] firstOf = new int[FIRST_CAPACITY];
    private int keyCount;

    /** @param hash of a key, well mixed; the same for the same key */
    public Grouping(ToLongFunction<String> hash) {
        this.hash = hash;
        Arrays.fill(firstOf, -1);
    }

    /** Adds the next record; one without keys is alone. */
    public void add(List<String> patientKeys) {
        if (size == parent.length) {
            parent = Arrays.copyOf(parent, size * 2);
        }
        int record = size++;
        parent[record] = record;
        for (String key : patientKeys) {
            int place = place(hash.applyAsLong(key), record);
            if (firstOf[place] != record) {
                union(firstOf[place], record);
            }
        }
    }

    /** The place of a key, which is taken for this record if nobody has it. */
    private int place(long key, int record) {
        int place = find(key);
        if (firstOf[place] < 0) {
            keys[place] = key;
            firstOf[place] = record;
            if (++keyCount * 2 > keys.length) {
                grow();
                place = find(key);
            }
        }
        return place;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        int place = (int) (key ^ key >>> 32) & mask;
        while (firstOf[place] >= 0 && keys[place] != key) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldFirst = firstOf;
        keys = new long[oldKeys.length * 2];
        firstOf = new int[keys.length];
        Arrays.fill(firstOf, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldFirst[i] >= 0) {
                int place = find(oldKeys[i]);
                keys[place] = oldKeys[i];
                firstOf[place] = oldFirst[i];
            }
        }
    }

    private void union(int a, int b) {
        int rootA = group(a);
        int rootB = group(b);
        // the smaller number stays the root, so that the result does not depend on the order of unions
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    /** The group of a record: the number of its first record. */
    public int group(int record) {
        int root = record;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** Records that were added. */
    public int size() {
        return size;
    }

    /** Takes keys. */
    public interface Keys {
        /**
         * A key.
         *
         * @param hash of it
         * @param record a record that has it
         */
        void take(long hash, int record);
    }

    /** All keys, in no order. */
    public void eachKey(Keys consumer) {
        for (int i = 0; i < keys.length; i++) {
            if (firstOf[i] >= 0) {
                consumer.take(keys[i], firstOf[i]);
            }
        }
    }
}

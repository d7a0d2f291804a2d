package org.chartlift.reconcile.job;

import java.util.Arrays;

/** Hashes, 8 to 32 bytes each (open addressing). For one thread while it is filled; then safe for reading by several. */
final class LongSet {
    private static final int FIRST_CAPACITY = 1024;

    private long[] values = new long[FIRST_CAPACITY];
    private int size;
    private boolean zero;

    void add(long value) {
        if (value == 0) {
            zero = true;
            return;
        }
        int place = find(value);
        if (values[place] == 0) {
            values[place] = value;
            if (++size * 2 > values.length) {
                grow();
            }
        }
    }

    boolean contains(long value) {
        return value == 0 ? zero : values[find(value)] == value;
    }

    private int find(long value) {
        int mask = values.length - 1;
        int place = (int) (value ^ value >>> 32) & mask;
        while (values[place] != 0 && values[place] != value) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = values;
        values = new long[old.length * 2];
        Arrays.stream(old).filter(v -> v != 0).forEach(v -> values[find(v)] = v);
    }
}

package org.chartlift.reconcile.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;

/**
 * The last statement on each field of each entry of the directory, over the records of many patients. Keeps keyed hashes only, about 100 bytes for a field of
 * a distinct entry (open addressing), however many records name it. Records come in the order in which they took effect; one thread.
 */
public final class DirectoryFold {
    private static final int FIRST_CAPACITY = 1024;
    private static final long UNSURE = -1;
    private static final long[] NONE = {};

    private final Map<Slot, Integer> numbers = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private long[] keys = new long[FIRST_CAPACITY];
    private long[] entities = new long[FIRST_CAPACITY];
    private long[] lookups = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private int[] slotOf = new int[FIRST_CAPACITY];
    private boolean[] asked = new boolean[FIRST_CAPACITY];
    private long[][] values = new long[FIRST_CAPACITY][];
    private int size;

    private record Slot(String kind, String index, String field) {}

    /** A listing of which no value stands in the clear any more. */
    public record Hashed(String kind, String index, long lookup, long entity, boolean sure, List<Field> said) {
        record Field(String name, boolean adds, long[] values) {}

        /** @param hash keyed; never {@link Listed#NOTHING} but by a chance of one in 2^64 */
        public static Hashed of(Listing listing, ToLongFunction<String> hash) {
            return new Hashed(
                    listing.kind(),
                    listing.index(),
                    listing.lookup(),
                    DirectoryFold.entity(listing, hash),
                    listing.sure(),
                    listing.said().stream()
                            .map(f -> new Field(
                                    f.name(),
                                    f.adds(),
                                    f.values().stream().mapToLong(hash).toArray()))
                            .toList());
        }
    }

    /** Which entry a listing is about. */
    public static long entity(Listing listing, ToLongFunction<String> hash) {
        return hash.applyAsLong(listing.kind() + '\u001d' + listing.key());
    }

    /**
     * Takes what one record says, all of it at once.
     *
     * @param order its place in the order in which records took effect
     * @param wasAsked whether it is one of those that were asked for
     */
    public void add(List<Hashed> record, long order, boolean wasAsked) {
        // what may or may not have had its effect stands beside what surely had
        for (boolean sure : new boolean[] {true, false}) {
            for (Hashed entry : record) {
                if (entry.sure() == sure) {
                    add(entry, order, wasAsked);
                }
            }
        }
    }

    private void add(Hashed entry, long order, boolean wasAsked) {
        int own = row(entry, "");
        asked[own] |= wasAsked;
        orders[own] = entry.sure() ? order : orders[own];
        for (Hashed.Field field : entry.said()) {
            int row = row(entry, field.name());
            asked[row] |= wasAsked;
            if (field.adds()) {
                values[row] = union(values[row], field.values());
                orders[row] = order;
            } else if (entry.sure()) {
                values[row] = standing(row, order, field.values());
                orders[row] = order;
            } else {
                values[row] = union(values[row], orNothing(field.values()));
                values[row] = orders[row] == UNSURE ? union(values[row], orNothing(NONE)) : values[row];
            }
        }
    }

    private long[] standing(int row, long order, long[] said) {
        if (orders[row] != order) {
            return orNothing(said);
        }
        long[] both = Arrays.stream(union(values[row], said))
                .filter(v -> v != Listed.NOTHING)
                .toArray();
        return orNothing(both);
    }

    private static long[] orNothing(long[] said) {
        return said.length == 0 ? new long[] {Listed.NOTHING} : said;
    }

    private static long[] union(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        int n = one.length;
        for (long v : other) {
            boolean there = false;
            for (int i = 0; i < n; i++) {
                there |= both[i] == v;
            }
            if (!there) {
                both[n++] = v;
            }
        }
        return n == one.length ? one : Arrays.copyOf(both, n);
    }

    private int row(Hashed entry, String field) {
        int slot = numbers.computeIfAbsent(new Slot(entry.kind(), entry.index(), field), s -> {
            slots.add(s);
            return slots.size() - 1;
        });
        long key = mixed(entry.entity() + slot * 0x9E3779B97F4A7C15L);
        int row = find(key);
        if (keys[row] == 0) {
            keys[row] = key;
            entities[row] = entry.entity();
            lookups[row] = entry.lookup();
            orders[row] = UNSURE;
            slotOf[row] = slot;
            values[row] = NONE;
            if (++size * 2 > keys.length) {
                grow();
                row = find(key);
            }
        }
        return row;
    }

    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return z == 0 ? 1 : z;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        int place = (int) key & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        int capacity = keys.length * 2;
        long[] oldKeys = keys;
        long[] oldEntities = entities;
        long[] oldLookups = lookups;
        long[] oldOrders = orders;
        int[] oldSlots = slotOf;
        boolean[] oldAsked = asked;
        long[][] oldValues = values;
        keys = new long[capacity];
        entities = new long[capacity];
        lookups = new long[capacity];
        orders = new long[capacity];
        slotOf = new int[capacity];
        asked = new boolean[capacity];
        values = new long[capacity][];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int row = find(oldKeys[i]);
                keys[row] = oldKeys[i];
                entities[row] = oldEntities[i];
                lookups[row] = oldLookups[i];
                orders[row] = oldOrders[i];
                slotOf[row] = oldSlots[i];
                asked[row] = oldAsked[i];
                values[row] = oldValues[i];
            }
        }
    }

    /** Every field of every entry, in no order. */
    public void each(Consumer<Listed> consumer) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                Slot slot = slots.get(slotOf[i]);
                consumer.accept(new Listed(
                        slot.kind(),
                        slot.index(),
                        lookups[i],
                        entities[i],
                        slot.field(),
                        orders[i],
                        asked[i],
                        values[i]));
            }
        }
    }
}

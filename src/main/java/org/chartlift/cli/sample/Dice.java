package org.chartlift.cli.sample;

import java.util.List;
import java.util.SplittableRandom;

/** All chance in the sample hospital. The same seed and stream give the same throws on every Java version. */
final class Dice {
    private static final long STREAM = 0x9E3779B97F4A7C15L;
    private static final long STIR_1 = 0xFF51AFD7ED558CCDL;
    private static final long STIR_2 = 0xC4CEB9FE1A85EC53L;
    private final SplittableRandom random;

    private Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Throws of their own for each stream (a patient, a note), so that one can be repeated without the others. */
    static Dice of(long seed, long stream) {
        return new Dice(stir(stir(seed) + (stream + 1) * STREAM));
    }

    /** Murmur3's last step. Without it neighbouring streams would be the same throws, moved by a few. */
    private static long stir(long bits) {
        long h = (bits ^ (bits >>> 33)) * STIR_1;
        h = (h ^ (h >>> 33)) * STIR_2;
        return h ^ (h >>> 33);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Both ends included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    long nextLong() {
        return random.nextLong();
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}

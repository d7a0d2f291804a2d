package org.chartlift.rollback.merge;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The same thing on the three sides of a merge.
 *
 * @param <T> what it is
 */
record Sides<T>(T base, T ours, T current) {
    <R> Sides<R> map(Function<T, R> function) {
        return new Sides<>(function.apply(base), function.apply(ours), function.apply(current));
    }

    /** In order of what the merged resource shall look most like. */
    List<T> all() {
        return Stream.of(current, base, ours).toList();
    }
}

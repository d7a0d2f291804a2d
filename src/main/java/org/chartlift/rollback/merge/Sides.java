package org.chartlift.rollback.merge;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The same thing on the three sides of a merge.
 *
 * @param <T> what it is
 * @param between what others made of it on the way from {@code ours} to {@code current}, without these two
 */
record Sides<T>(T base, T ours, T current, List<T> between) {
    <R> Sides<R> map(Function<T, R> function) {
        return new Sides<>(
                function.apply(base),
                function.apply(ours),
                function.apply(current),
                between.stream().map(function).toList());
    }

    /** Whether nobody touched it after us: not even to change it and to change it back. */
    boolean untouched(BiPredicate<T, T> same) {
        return same.test(ours, current) && between.stream().allMatch(b -> same.test(ours, b));
    }

    /** In order of what the merged resource shall look most like. */
    List<T> all() {
        return Stream.concat(Stream.of(current, base, ours), between.stream()).toList();
    }
}

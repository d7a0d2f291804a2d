package org.chartlift.reconcile.fact;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a value of the message.
 *
 * @param path where the value stands
 * @param test what must hold
 * @param values values of which one must (or none may) be there
 * @param pattern what a value must match as a whole; null for other tests
 * @param other where the values stand among which one of these must be; empty for other tests
 */
public record Condition(
        List<List<SourcePath>> path,
        Test test,
        Set<String> values,
        @Nullable Pattern pattern,
        List<List<SourcePath>> other) {
    /** Kinds of conditions. */
    public enum Test {
        VALUED,
        EMPTY,
        IN,
        NOT_IN,
        MATCHES,
        /** One of the values stands at the other path, too. */
        AMONG,
        /** As many values as {@code values} says. */
        COUNT
    }

    Condition(List<List<SourcePath>> path, Test test, Set<String> values, @Nullable Pattern pattern) {
        this(path, test, values, pattern, List.of());
    }

    public Condition {
        values = Set.copyOf(values);
    }
}

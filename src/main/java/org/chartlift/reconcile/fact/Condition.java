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
 */
public record Condition(List<List<SourcePath>> path, Test test, Set<String> values, @Nullable Pattern pattern) {
    /** Kinds of conditions. */
    public enum Test {
        VALUED,
        EMPTY,
        IN,
        NOT_IN,
        MATCHES,
        /** As many values as {@code values} says. */
        COUNT
    }

    public Condition {
        values = Set.copyOf(values);
    }
}

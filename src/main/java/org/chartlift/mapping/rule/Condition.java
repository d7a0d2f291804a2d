package org.chartlift.mapping.rule;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/** A condition of the closed grammar. */
public sealed interface Condition {
    /** All hold. */
    record And(List<Condition> parts) implements Condition {}

    /** At least one holds. */
    record Or(List<Condition> parts) implements Condition {}

    /** The other does not hold. */
    record Not(Condition part) implements Condition {}

    /** The path holds a value. */
    record Valued(SourcePath path) implements Condition {}

    /** A value at the path is one of these. */
    record In(SourcePath path, Set<String> values) implements Condition {}

    /** MSH-9.1^MSH-9.2 is one of these. */
    record EventIn(Set<String> values) implements Condition {}

    /**
     * Some value of the one is some value of the other; of identifiers, the preferred one with its authority, which may be meant to be any of those on the
     * right.
     */
    record Same(KeyItem left, KeyItem right, boolean amongAll) implements Condition {}

    /** The name of the own group is one of these. */
    record GroupIn(Set<String> values) implements Condition {}

    /** The number of valued matches, compared. */
    record Count(SourcePath path, Comparison is, int number) implements Condition {}

    /** The length in characters of the value, compared. */
    record Length(SourcePath path, Comparison is, int number) implements Condition {}

    /** The whole value matches the RE2 pattern. */
    record Matches(SourcePath path, Pattern pattern) implements Condition {}

    /** How two numbers compare. */
    enum Comparison {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        GREATER(">"),
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        public boolean holds(int left, int right) {
            return switch (this) {
                case EQUAL -> left == right;
                case UNEQUAL -> left != right;
                case LESS -> left < right;
                case GREATER -> left > right;
                case AT_MOST -> left <= right;
                case AT_LEAST -> left >= right;
            };
        }

        static Comparison of(String symbol) throws SyntaxException {
            for (Comparison c : values()) {
                if (c.symbol.equals(symbol)) {
                    return c;
                }
            }
            throw new SyntaxException("`" + symbol + "` is not a comparison");
        }
    }
}

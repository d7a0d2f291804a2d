package org.chartlift.mapping;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.record.Outcome;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/** Decides conditions. A value that was compared and stands nowhere in the target gets the outcome {@code condition}. Used by one thread. */
final class Conditions {
    private static final int SHORT = 80;

    private final SourceTree tree;
    private final Locator locator;
    private final Claims claims;
    private final Keys keys;
    private final String event;
    private final String[] texts;

    Conditions(SourceTree tree, Locator locator, Claims claims, Keys keys, String event) {
        this.tree = tree;
        this.locator = locator;
        this.claims = claims;
        this.keys = keys;
        this.event = event;
        texts = new String[tree.leafCount()];
    }

    boolean holds(@Nullable Condition condition, int node, int segment, String rule) {
        return condition == null || decide(condition, node, segment, rule);
    }

    private boolean decide(Condition condition, int node, int segment, String rule) {
        if (condition instanceof Condition.And c) {
            for (int i = 0; i < c.parts().size(); i++) {
                if (!decide(c.parts().get(i), node, segment, rule)) {
                    return false;
                }
            }
            return true;
        }
        if (condition instanceof Condition.Or c) {
            for (int i = 0; i < c.parts().size(); i++) {
                if (decide(c.parts().get(i), node, segment, rule)) {
                    return true;
                }
            }
            return false;
        }
        if (condition instanceof Condition.Not c) {
            return !decide(c.part(), node, segment, rule);
        }
        return leaf(condition, node, segment, rule);
    }

    private boolean leaf(Condition condition, int node, int segment, String rule) {
        if (condition instanceof Condition.Valued c) {
            return isValued(c.path(), node, segment);
        }
        if (condition instanceof Condition.In c) {
            return compare(c.path(), c.values(), node, segment, rule);
        }
        if (condition instanceof Condition.Same c) {
            Set<String> left = keys.named(c.left(), false, node, segment);
            return !left.isEmpty()
                    && keys.named(c.right(), c.amongAll(), node, segment).stream()
                            .anyMatch(left::contains);
        }
        if (condition instanceof Condition.EventIn c) {
            return c.values().contains(event);
        }
        if (condition instanceof Condition.GroupIn c) {
            return segment != SourceTree.NONE && c.values().contains(tree.name(tree.parent(segment)));
        }
        if (condition instanceof Condition.Count c) {
            return c.is().holds(valued(locator.nodes(c.path(), node, segment)), c.number());
        }
        if (condition instanceof Condition.Length c) {
            int leaf = firstLeaf(c.path(), node, segment);
            int length = leaf == SourceTree.NONE ? 0 : text(leaf).length();
            return c.is().holds(length, c.number());
        }
        return matches((Condition.Matches) condition, node, segment, rule);
    }

    private boolean isValued(SourcePath path, int node, int segment) {
        if (path.isSingle()) {
            int n = locator.single(path, node, segment);
            return n != SourceTree.NONE && isValued(tree, n);
        }
        return valued(locator.nodes(path, node, segment)) > 0;
    }

    private boolean matches(Condition.Matches c, int node, int segment, String rule) {
        return any(c.path(), text -> c.pattern().matches(text), node, segment, rule);
    }

    private boolean compare(SourcePath path, Set<String> values, int node, int segment, String rule) {
        return any(path, values::contains, node, segment, rule);
    }

    private boolean any(SourcePath path, Predicate<String> wanted, int node, int segment, String rule) {
        if (path.isSingle()) {
            int n = locator.single(path, node, segment);
            return n != SourceTree.NONE && is(n, wanted, rule);
        }
        for (int n : locator.nodes(path, node, segment)) {
            if (is(n, wanted, rule)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(int node, Predicate<String> wanted, String rule) {
        int leaf = valuedLeaf(node);
        if (leaf == SourceTree.NONE || !wanted.test(text(leaf))) {
            return false;
        }
        claims.say(tree.leafOrdinal(leaf), Outcome.CONDITION, rule, "");
        return true;
    }

    /** Without white space at the ends, which means nothing around codes. Short texts are kept: many rules ask for the same one, such as OBX-2. */
    private String text(int leaf) {
        int ordinal = tree.leafOrdinal(leaf);
        if (texts[ordinal] != null) {
            return texts[ordinal];
        }
        String text = tree.text(leaf).strip();
        if (text.length() <= SHORT) {
            texts[ordinal] = text;
        }
        return text;
    }

    private int firstLeaf(SourcePath path, int node, int segment) {
        int n = locator.node(path, node, segment);
        return n == SourceTree.NONE ? SourceTree.NONE : valuedLeaf(n);
    }

    private int valuedLeaf(int node) {
        int leaf = tree.firstLeaf(node);
        return leaf == SourceTree.NONE || tree.nullKind(leaf) != NullKind.VALUE ? SourceTree.NONE : leaf;
    }

    private int valued(List<Integer> nodes) {
        int count = 0;
        for (int n : nodes) {
            count += isValued(tree, n) ? 1 : 0;
        }
        return count;
    }

    /** Whether some leaf below the node holds a value. */
    static boolean isValued(SourceTree tree, int node) {
        for (int n = node; n < tree.subtreeEnd(node); n++) {
            if (tree.isLeaf(n) && tree.nullKind(n) == NullKind.VALUE) {
                return true;
            }
        }
        return false;
    }
}

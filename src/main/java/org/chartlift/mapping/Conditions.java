package org.chartlift.mapping;

import java.util.List;
import java.util.Set;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.record.Outcome;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/** Decides conditions. A value that was compared and stands nowhere in the target gets the outcome {@code condition}. Used by one thread. */
final class Conditions {
    private final SourceTree tree;
    private final Locator locator;
    private final Claims claims;
    private final String event;

    Conditions(SourceTree tree, Locator locator, Claims claims, String event) {
        this.tree = tree;
        this.locator = locator;
        this.claims = claims;
        this.event = event;
    }

    boolean holds(@Nullable Condition condition, int node, int segment, String rule) {
        return condition == null || decide(condition, node, segment, rule);
    }

    private boolean decide(Condition condition, int node, int segment, String rule) {
        if (condition instanceof Condition.And c) {
            for (Condition part : c.parts()) {
                if (!decide(part, node, segment, rule)) {
                    return false;
                }
            }
            return true;
        }
        if (condition instanceof Condition.Or c) {
            for (Condition part : c.parts()) {
                if (decide(part, node, segment, rule)) {
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
            return valued(locator.nodes(c.path(), node, segment)) > 0;
        }
        if (condition instanceof Condition.In c) {
            return compare(c.path(), c.values(), node, segment, rule);
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
            int length = leaf == SourceTree.NONE ? 0 : tree.text(leaf).length();
            return c.is().holds(length, c.number());
        }
        return matches((Condition.Matches) condition, node, segment, rule);
    }

    private boolean matches(Condition.Matches c, int node, int segment, String rule) {
        for (int n : locator.nodes(c.path(), node, segment)) {
            int leaf = valuedLeaf(n);
            if (leaf != SourceTree.NONE && c.pattern().matches(tree.text(leaf))) {
                claims.say(tree.leafOrdinal(leaf), Outcome.CONDITION, rule, "");
                return true;
            }
        }
        return false;
    }

    private boolean compare(SourcePath path, Set<String> values, int node, int segment, String rule) {
        for (int n : locator.nodes(path, node, segment)) {
            int leaf = valuedLeaf(n);
            if (leaf != SourceTree.NONE && values.contains(tree.text(leaf))) {
                claims.say(tree.leafOrdinal(leaf), Outcome.CONDITION, rule, "");
                return true;
            }
        }
        return false;
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

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.mapping.function.Call;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;

/**
 * The lines that a joining rule puts together, in document order: those of its own occurrence, and where the map joins repeats, those of every occurrence
 * of its resource in the record (for the first of them; the others have none). An empty repetition and a segment whose field is empty are empty lines: a narrative keeps
 * its shape. Used by one thread.
 */
final class Lines {
    private final SourceTree tree;
    private final String separator;
    /** Nodes; {@link SourceTree#NONE} for an empty line. */
    private final List<Integer> lines = new ArrayList<>();

    Lines(Run run, RulePlan.Value rule, Frame frame) {
        tree = run.tree;
        separator = rule.join();
        List<Instance> together = run.together(frame.instance);
        boolean whole = frame.attachTo == null && frame.node == frame.instance.node;
        if (!whole || together.size() < 2) {
            add(run, rule, frame.node, frame.segment, false);
        } else if (together.get(0) == frame.instance) {
            together.forEach(i -> add(run, rule, i.node, i.segment, true));
        }
    }

    private void add(Run run, RulePlan.Value rule, int node, int fromSegment, boolean several) {
        List<Integer> starts = run.locator.starts(rule.from(), node, fromSegment);
        for (int start : starts) {
            int segment = tree.kind(start) == SourceTree.Kind.SEGMENT ? start : fromSegment;
            if (run.conditions.holds(rule.where(), start, segment, rule.id())) {
                add(run.locator.descend(List.of(start), rule.from().steps()), several || starts.size() > 1);
            }
        }
    }

    private void add(List<Integer> nodes, boolean emptyIsLine) {
        if (nodes.isEmpty() && emptyIsLine) {
            lines.add(SourceTree.NONE);
        }
        int expected = 1;
        for (int n : nodes) {
            boolean repetitions = tree.kind(n) == SourceTree.Kind.FIELD;
            for (; repetitions && expected < tree.repetition(n); expected++) {
                lines.add(SourceTree.NONE);
            }
            expected++;
            lines.add(isDelete(n) ? SourceTree.NONE : n);
        }
    }

    private boolean isDelete(int node) {
        return tree.isLeaf(node) && tree.nullKind(node) == NullKind.DELETE;
    }

    /** The nodes that hold a value. */
    List<Integer> valued() {
        return lines.stream()
                .filter(n -> n != SourceTree.NONE && Conditions.isValued(tree, n))
                .toList();
    }

    /** The first leaf of each line. */
    String first() {
        return joined(false);
    }

    /** Each line as it was sent. */
    String whole() {
        return joined(true);
    }

    private String joined(boolean whole) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            int n = lines.get(i);
            text.append(i == 0 ? "" : separator);
            if (n != SourceTree.NONE) {
                text.append(whole ? Call.wholeText(tree, n) : tree.text(tree.firstLeaf(n)));
            }
        }
        return text.toString();
    }
}

package org.chartlift.mapping;

import org.chartlift.record.Outcome;
import org.chartlift.source.SourceTree;

/** What the engine reads of MSH before any map runs (HL7 v2.5.1 section 2.15.9). */
final class Header {
    private static final int MESSAGE_TYPE = 9;

    private Header() {}

    /** {@code MSH-9.1^MSH-9.2}; where MSH-9.2 is empty EVN-1 says the event; MSH-9.1 alone where neither does. MSH-9.3 never decides. */
    static String event(SourceTree tree) {
        String type = text(tree, MESSAGE_TYPE, 1);
        String event = text(tree, MESSAGE_TYPE, 2);
        event = event.isEmpty() ? text(tree, "EVN", 1, 1) : event;
        return event.isEmpty() ? type : type + "^" + event;
    }

    /** Text of a component of MSH without surrounding white space; empty if absent. */
    static String text(SourceTree tree, int field, int component) {
        return text(tree, "MSH", field, component);
    }

    private static String text(SourceTree tree, String segment, int field, int component) {
        int leaf = leaf(tree, segment, field, component);
        return leaf == SourceTree.NONE ? "" : tree.text(leaf).trim();
    }

    private static int leaf(SourceTree tree, String segment, int field, int component) {
        for (int n = tree.firstChild(0); n != SourceTree.NONE; n = tree.nextSibling(n)) {
            if (tree.kind(n) == SourceTree.Kind.SEGMENT && tree.name(n).equals(segment)) {
                int f = tree.child(n, field, 1);
                int c = f == SourceTree.NONE ? f : tree.child(f, component, 1);
                return c == SourceTree.NONE ? c : tree.firstLeaf(c);
            }
        }
        return SourceTree.NONE;
    }

    /** The message type decided which maps run. */
    static void claimEvent(SourceTree tree, Claims claims, String rule) {
        for (int component = 1; component <= 2; component++) {
            int leaf = leaf(tree, "MSH", MESSAGE_TYPE, component);
            if (leaf != SourceTree.NONE) {
                claims.say(tree.leafOrdinal(leaf), Outcome.CONDITION, rule, "");
            }
        }
    }
}

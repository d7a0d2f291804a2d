package org.chartlift.source.hl7v2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.source.SourceTree;
import org.chartlift.source.hl7v2.GrammarPart.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds the group of each segment while a tree is built, by walking the grammar with the message. A segment goes forward in the innermost
 * open group; else it opens a new occurrence of a repeating group; else the same is tried in the group outside. Groups are first entered
 * only by a segment that may stand first in them, then by any segment they hold, so that a message that lacks a required segment is still
 * grouped. A segment that fits nowhere (Z-segments, segments out of place) belongs to the innermost open group and does not move the walk.
 * Never fails; one message, one instance.
 */
final class Grouping {
    private static final int NONE = -1;

    private final SourceTree.Builder builder;
    private final List<Frame> open = new ArrayList<>();
    private int lastEnd;

    /** Without a grammar every segment belongs to the root. */
    Grouping(SourceTree.Builder builder, @Nullable MessageGrammar grammar) {
        this.builder = builder;
        if (grammar != null) {
            open.add(new Frame(grammar.root(), 0));
        }
    }

    /** The node to which the segment that begins at this offset belongs. */
    int parentOf(String segment, int offset) {
        if (!place(segment, offset, true)) {
            place(segment, offset, false);
        }
        return open.isEmpty() ? 0 : innermost().node;
    }

    /** Says where the segment last placed ended. */
    void ended(int offset) {
        lastEnd = offset;
    }

    /** Closes all groups. */
    void finish() {
        closeTo(1);
    }

    private boolean place(String segment, int offset, boolean strictly) {
        for (int depth = open.size() - 1; depth >= 0; depth--) {
            int index = open.get(depth).next(segment, strictly);
            if (index != NONE) {
                closeTo(depth + 1);
                enter(index, segment, offset, strictly);
                return true;
            }
        }
        return false;
    }

    private void enter(int index, String segment, int offset, boolean strictly) {
        Frame frame = innermost();
        frame.position = index;
        GrammarPart part = frame.part.parts().get(index);
        if (part.type() == Type.SEGMENT) {
            return;
        }
        Frame inner = new Frame(part, frame.node);
        if (part.type() == Type.GROUP) {
            int repetition = occurrence(part.name());
            inner = new Frame(
                    part,
                    builder.add(
                            SourceTree.Kind.GROUP,
                            frame.node,
                            builder.index(part.name()),
                            repetition,
                            offset,
                            0,
                            false));
        }
        open.add(inner);
        enter(inner.next(segment, strictly), segment, offset, strictly);
    }

    /** Groups of one name are counted below the node that holds them, through unnamed sequences. */
    private int occurrence(String name) {
        int depth = open.size() - 1;
        while (depth > 0 && open.get(depth).part.type() != Type.GROUP) {
            depth--;
        }
        return open.get(depth).occurrences.merge(name, 1, Integer::sum);
    }

    private void closeTo(int size) {
        while (open.size() > size) {
            Frame closed = open.remove(open.size() - 1);
            if (closed.part.type() == Type.GROUP) {
                builder.setEnd(closed.node, lastEnd);
            }
        }
    }

    private Frame innermost() {
        return open.get(open.size() - 1);
    }

    /** An open part and how far the walk has come in it. */
    private static final class Frame {
        private final GrammarPart part;
        private final int node;
        private final Map<String, Integer> occurrences = new HashMap<>(4);
        private int position = NONE;

        Frame(GrammarPart part, int node) {
            this.part = part;
            this.node = node;
        }

        int next(String segment, boolean strictly) {
            List<GrammarPart> parts = part.parts();
            int from = position == NONE ? 0 : parts.get(position).repeats() ? position : position + 1;
            int to = position == NONE || part.type() != Type.CHOICE ? parts.size() : position + 1;
            for (int i = from; i < to; i++) {
                if (strictly ? parts.get(i).startsWith(segment) : parts.get(i).holds(segment)) {
                    return i;
                }
            }
            return NONE;
        }
    }
}

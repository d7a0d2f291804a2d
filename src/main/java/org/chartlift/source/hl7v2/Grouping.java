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
 * grouped. In that second attempt a repeating group is opened anew only if its open occurrence has such a segment already: a second RXA begins a
 * second order even without its ORC, but a late PV1 does not begin a second patient. A segment that fits nowhere (Z-segments, segments out of place)
 * belongs to the innermost open group and does not move the walk.
 * Never fails; one message, one instance.
 */
final class Grouping {
    private static final int NONE = -1;

    private final SourceTree.Builder builder;
    private final List<Frame> open = new ArrayList<>();

    /** The segments that the grammar placed, in order. */
    private final List<String> placed = new ArrayList<>();

    private int lastEnd;

    /** Without a grammar every segment belongs to the root. */
    Grouping(SourceTree.Builder builder, @Nullable MessageGrammar grammar) {
        this.builder = builder;
        if (grammar != null) {
            open.add(new Frame(grammar.root(), 0, 0));
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
            int index = open.get(depth).next(segment, strictly, strictly || hasPlaced(segment, depth + 1));
            if (index != NONE) {
                closeTo(depth + 1);
                enter(index, segment, offset, strictly);
                placed.add(segment);
                return true;
            }
        }
        return false;
    }

    /** Whether the open part at this depth has such a segment. */
    private boolean hasPlaced(String segment, int depth) {
        return depth < open.size()
                && placed.subList(open.get(depth).placedBefore, placed.size()).contains(segment);
    }

    private void enter(int position, String segment, int offset, boolean strictly) {
        Frame frame = innermost();
        frame.position = position;
        GrammarPart part = frame.part.parts().get(position);
        if (part.type() == Type.SEGMENT) {
            return;
        }
        int node = frame.node;
        if (part.type() == Type.GROUP) {
            int index = builder.index(part.name());
            node = builder.add(SourceTree.Kind.GROUP, node, index, occurrence(part.name()), offset, 0, false);
        }
        Frame inner = new Frame(part, node, placed.size());
        open.add(inner);
        enter(inner.next(segment, strictly, true), segment, offset, strictly);
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
        private final int placedBefore;
        private final Map<String, Integer> occurrences = new HashMap<>(4);
        private int position = NONE;

        Frame(GrammarPart part, int node, int placedBefore) {
            this.part = part;
            this.node = node;
            this.placedBefore = placedBefore;
        }

        /** The part that takes the segment; the one last used only if it repeats and may be opened anew. */
        int next(String segment, boolean strictly, boolean mayRepeat) {
            List<GrammarPart> parts = part.parts();
            boolean again = position != NONE && mayRepeat && parts.get(position).repeats();
            int from = again ? position : position + 1;
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

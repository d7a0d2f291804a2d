package org.chartlift.source;

import java.util.Arrays;
import java.util.List;
import org.chartlift.record.Finding;

/**
 * One source record as a tree of numbered nodes over its bytes. Node 0 is the root; nodes are numbered in document order, so
 * every descendant of {@code n} lies in {@code n+1 .. subtreeEnd(n)-1}. Only populated nodes exist. A <em>leaf</em> is a node that
 * holds text; leaves are numbered 0..{@link #leafCount()}-1 in document order as well, and outcomes are counted over exactly these.
 *
 * <p>The tree is immutable and safe to share between threads. Text is decoded on each call of {@link #text(int)} and is not cached, so
 * that a 200 MB value is not held twice; paths are computed on demand.
 */
public final class SourceTree {
    /** Answer of navigation where there is no such node. */
    public static final int NONE = -1;

    private final byte[] bytes;
    private final LeafText leafText;
    private final int size;
    private final byte[] kind;
    private final int[] parent;
    private final int[] end;
    private final int[] step;
    private final int[] repetition;
    private final int[] start;
    private final int[] length;
    private final int[] leafOrdinal;
    private final int[] leaves;
    private final String[] names;
    private final List<Finding> findings;

    private SourceTree(Builder b, List<Finding> findings) {
        this.findings = List.copyOf(findings);
        bytes = b.bytes;
        leafText = b.leafText;
        size = b.size;
        kind = b.kind;
        parent = b.parent;
        end = b.end;
        step = b.step;
        repetition = b.repetition;
        start = b.start;
        length = b.length;
        names = b.names.toArray(String[]::new);
        leafOrdinal = b.leaf;
        leaves = new int[b.leafCount];
        int count = 0;
        for (int n = 0; n < size; n++) {
            if (leafOrdinal[n] != NONE) {
                leaves[count++] = n;
            }
        }
    }

    /** The kinds of node, outermost first. */
    public enum Kind {
        ROOT,
        GROUP,
        SEGMENT,
        FIELD,
        COMPONENT,
        SUBCOMPONENT
    }

    private static final Kind[] KINDS = Kind.values();

    /** Decodes the bytes of a leaf; given by the reader that built the tree. Stateless. */
    public interface LeafText {
        /** The text with escapes resolved. Never null. */
        String text(byte[] bytes, int start, int length);

        /** What kind of nothing the bytes are. */
        NullKind nullKind(byte[] bytes, int start, int length);
    }

    /** Number of nodes. */
    public int size() {
        return size;
    }

    public Kind kind(int node) {
        return KINDS[kind[node]];
    }

    /** The parent, or {@link #NONE} for the root. */
    public int parent(int node) {
        return parent[node];
    }

    /** The first node behind the subtree of this one. */
    public int subtreeEnd(int node) {
        return end[node];
    }

    /** The first child, or {@link #NONE}. */
    public int firstChild(int node) {
        return end[node] > node + 1 ? node + 1 : NONE;
    }

    /** The next sibling, or {@link #NONE}. */
    public int nextSibling(int node) {
        int next = end[node];
        return parent[node] != NONE && next < end[parent[node]] ? next : NONE;
    }

    /** The number of a field, component or subcomponent (1-based), or an index into the names for groups and segments. */
    public int step(int node) {
        return step[node];
    }

    /** Name of a group or segment; the number in decimal for fields, components and subcomponents. */
    public String name(int node) {
        Kind k = kind(node);
        return k == Kind.GROUP || k == Kind.SEGMENT || k == Kind.ROOT
                ? names[step[node]]
                : Integer.toString(step[node]);
    }

    /**
     * 1-based: for a field, the repetition; for a segment, its number among segments of the same name in the whole record; for a group, among
     * groups of the same name below the same parent.
     */
    public int repetition(int node) {
        return repetition[node];
    }

    /** The child with this number (fields: of repetition {@code rep}), or {@link #NONE}. Child 1 of a leaf is the leaf itself. */
    public int child(int node, int number, int rep) {
        if (leafOrdinal[node] != NONE) {
            return number == 1 ? node : NONE;
        }
        for (int c = firstChild(node); c != NONE; c = nextSibling(c)) {
            if (step[c] == number && repetition[c] == rep) {
                return c;
            }
            if (step[c] > number) {
                return NONE;
            }
        }
        return NONE;
    }

    public boolean isLeaf(int node) {
        return leafOrdinal[node] != NONE;
    }

    /** Number of populated leaves. */
    public int leafCount() {
        return leaves.length;
    }

    /** The node of a leaf. */
    public int leaf(int ordinal) {
        return leaves[ordinal];
    }

    /** The leaf number of a node, or {@link #NONE}. */
    public int leafOrdinal(int node) {
        return leafOrdinal[node];
    }

    /** The first leaf in the subtree (the node itself if it is one), or {@link #NONE}. */
    public int firstLeaf(int node) {
        for (int n = node; n < end[node]; n++) {
            if (leafOrdinal[n] != NONE) {
                return n;
            }
        }
        return NONE;
    }

    /** What kind of nothing the leaf holds. */
    public NullKind nullKind(int leafNode) {
        return leafText.nullKind(bytes, start[leafNode], length[leafNode]);
    }

    /** The decoded text of a leaf node. */
    public String text(int leafNode) {
        return leafText.text(bytes, start[leafNode], length[leafNode]);
    }

    /** Byte offset of the node within the record. */
    public int offset(int node) {
        return start[node];
    }

    /** Byte length of the node as written, escapes unresolved. */
    public int length(int node) {
        return length[node];
    }

    /**
     * The bytes that offsets count in. Usually the record's own; a reader that must transcode a record first (see there) gives the transcoded
     * bytes. Not copied: do not change them.
     */
    public byte[] bytes() {
        return bytes;
    }

    /** What the reader noticed that does not forbid reading, for example an undeclared character set; never of severity A. */
    public List<Finding> findings() {
        return findings;
    }

    /** Unique path of a node, for example {@code OBX[3]-5[2].4.1}; {@code [1]} is left out. Groups do not show. */
    public String path(int node) {
        StringBuilder path = new StringBuilder();
        appendPath(node, path);
        return path.toString();
    }

    private void appendPath(int node, StringBuilder path) {
        Kind k = kind(node);
        if (k == Kind.ROOT || k == Kind.GROUP) {
            return;
        }
        if (k != Kind.SEGMENT) {
            appendPath(parent[node], path);
            path.append(k == Kind.FIELD ? '-' : '.');
        }
        path.append(name(node));
        if (repetition[node] > 1) {
            path.append('[').append(repetition[node]).append(']');
        }
    }

    /** Builds one tree in document order. Not for use by several threads. */
    public static final class Builder {
        private static final int LEAST_CAPACITY = 64;
        private static final int MOST_FIRST_CAPACITY = 4096;
        /** A node for so many bytes is more than most records have. */
        private static final int BYTES_PER_NODE = 4;

        private final byte[] bytes;
        private final LeafText leafText;
        private final java.util.List<String> names = new java.util.ArrayList<>();
        private final java.util.Map<String, Integer> nameIndex = new java.util.HashMap<>();
        private int size;
        private int leafCount;
        private byte[] kind;
        private int[] parent;
        private int[] end;
        private int[] step;
        private int[] repetition;
        private int[] start;
        private int[] length;
        private int[] leaf;

        /** A builder over these bytes; the array is kept, not copied. The root is made at once. */
        public Builder(byte[] bytes, LeafText leafText, String rootName) {
            this.bytes = bytes;
            this.leafText = leafText;
            int capacity = Math.max(LEAST_CAPACITY, Math.min(MOST_FIRST_CAPACITY, bytes.length / BYTES_PER_NODE));
            kind = new byte[capacity];
            parent = new int[capacity];
            end = new int[capacity];
            step = new int[capacity];
            repetition = new int[capacity];
            start = new int[capacity];
            length = new int[capacity];
            leaf = new int[capacity];
            add(Kind.ROOT, NONE, index(rootName), 1, 0, bytes.length, false);
        }

        /** Index of a group or segment name, to be used as its step. */
        public int index(String name) {
            return nameIndex.computeIfAbsent(name, n -> {
                names.add(n);
                return names.size() - 1;
            });
        }

        /**
         * Adds a node behind all earlier ones and answers its number. {@code parentNode} must be the last node added or one of its ancestors.
         */
        public int add(Kind k, int parentNode, int stepNumber, int rep, int from, int byteLength, boolean isLeaf) {
            if (size == kind.length) {
                grow();
            }
            int node = size++;
            kind[node] = (byte) k.ordinal();
            parent[node] = parentNode;
            step[node] = stepNumber;
            repetition[node] = rep;
            start[node] = from;
            length[node] = byteLength;
            leaf[node] = isLeaf ? leafCount++ : NONE;
            return node;
        }

        private void grow() {
            int capacity = size * 2;
            kind = Arrays.copyOf(kind, capacity);
            parent = Arrays.copyOf(parent, capacity);
            end = Arrays.copyOf(end, capacity);
            step = Arrays.copyOf(step, capacity);
            repetition = Arrays.copyOf(repetition, capacity);
            start = Arrays.copyOf(start, capacity);
            length = Arrays.copyOf(length, capacity);
            leaf = Arrays.copyOf(leaf, capacity);
        }

        /** Number of leaves so far. */
        public int leafCount() {
            return leafCount;
        }

        /** Sets the byte length of a node that was added before its end was known. */
        public void setLength(int node, int byteLength) {
            length[node] = byteLength;
        }

        /** Sets where a node ends that was added before its end was known. */
        public void setEnd(int node, int offset) {
            length[node] = offset - start[node];
        }

        /** Completes the tree; the builder is then spent. */
        public SourceTree build() {
            return build(List.of());
        }

        /** Completes the tree, with what the reader noticed; the builder is then spent. */
        public SourceTree build(List<Finding> findings) {
            for (int n = size - 1; n >= 0; n--) {
                end[n] = Math.max(end[n], n + 1);
                if (parent[n] != NONE) {
                    end[parent[n]] = Math.max(end[parent[n]], end[n]);
                }
            }
            return new SourceTree(this, findings);
        }
    }
}

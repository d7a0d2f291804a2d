package org.chartlift.lineage;

import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of a source record.
 *
 * @param path for example {@code PID-3[2].4.1}
 * @param repetition of its field, 1-based
 * @param offset of its first byte within the record
 * @param length in bytes, escapes unresolved
 * @param text the decoded value; null unless the caller may see it and asked for it
 */
public record SourceLeaf(String path, int repetition, int offset, int length, @Nullable String text) {
    static SourceLeaf of(SourceTree tree, int leaf, boolean values) {
        int node = tree.leaf(leaf);
        int field = node;
        while (tree.kind(field) != SourceTree.Kind.FIELD && tree.parent(field) != SourceTree.NONE) {
            field = tree.parent(field);
        }
        return new SourceLeaf(
                tree.path(node),
                tree.repetition(field),
                tree.offset(node),
                tree.length(node),
                values ? tree.text(node) : null);
    }
}

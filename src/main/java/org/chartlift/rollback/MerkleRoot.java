package org.chartlift.rollback;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.chartlift.record.ContentHash;

/** The root of a Merkle tree as of RFC 9162 section 2.1.1, leaf by leaf and in memory that grows with the tree's height only. For one thread. */
final class MerkleRoot {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = ContentHash.newDigest();
    /** Roots of complete subtrees, the largest at the bottom; their sizes are the binary digits of the count. */
    private final Deque<byte[]> subtrees = new ArrayDeque<>();

    private long leaves;

    /** Adds the next leaf. */
    void add(byte[] leaf) {
        digest.update(LEAF);
        byte[] hash = digest.digest(leaf);
        for (long size = leaves; (size & 1) == 1; size >>= 1) {
            hash = node(subtrees.pop(), hash);
        }
        subtrees.push(hash);
        leaves++;
    }

    long leaves() {
        return leaves;
    }

    /** The root over the leaves so far; SHA-256 of nothing where there are none. No leaf can be added afterwards. */
    byte[] root() {
        if (subtrees.isEmpty()) {
            return digest.digest();
        }
        byte[] root = subtrees.pop();
        while (!subtrees.isEmpty()) {
            root = node(subtrees.pop(), root);
        }
        return root;
    }

    private byte[] node(byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }
}

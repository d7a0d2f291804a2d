package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.chartlift.record.ContentHash;
import org.junit.jupiter.api.Test;

/** The root against the recursive definition of RFC 9162 section 2.1.1. */
class MerkleRootTest {
    private static byte[] leaf(int i) {
        return ("leaf " + i).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] defined(List<byte[]> leaves) {
        MessageDigest digest = ContentHash.newDigest();
        if (leaves.isEmpty()) {
            return digest.digest();
        }
        if (leaves.size() == 1) {
            digest.update((byte) 0);
            return digest.digest(leaves.get(0));
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        byte[] left = defined(leaves.subList(0, k));
        byte[] right = defined(leaves.subList(k, leaves.size()));
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    @Test
    void isThatOfTheDefinitionForEveryNumberOfLeaves() {
        List<byte[]> leaves = new ArrayList<>();
        for (int n = 0; n < 70; n++) {
            MerkleRoot tree = new MerkleRoot();
            leaves.forEach(tree::add);
            assertThat(tree.root()).as("%d leaves", n).isEqualTo(defined(leaves));
            leaves.add(leaf(n));
        }
    }

    @Test
    void ofNothingIsTheHashOfNothing() {
        assertThat(HexFormat.of().formatHex(new MerkleRoot().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

package org.chartlift.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree.Kind;
import org.junit.jupiter.api.Test;

class SourceTreeTest {
    private static final SourceTree.LeafText ASCII = new SourceTree.LeafText() {
        @Override
        public String text(byte[] bytes, int start, int length) {
            return new String(bytes, start, length, StandardCharsets.US_ASCII);
        }

        @Override
        public NullKind nullKind(byte[] bytes, int start, int length) {
            return length == 2 && bytes[start] == '"' ? NullKind.DELETE : NullKind.VALUE;
        }
    };

    @Test
    void numbersLeavesInDocumentOrderAndNamesThemByPath() {
        SourceTree.Builder b = new SourceTree.Builder("PID|a~b^\"\"".getBytes(StandardCharsets.US_ASCII), ASCII, "M");
        int pid = b.add(Kind.SEGMENT, 0, b.index("PID"), 2, 0, 10, false);
        b.add(Kind.FIELD, pid, 1, 1, 4, 1, true);
        int second = b.add(Kind.FIELD, pid, 1, 2, 6, 4, false);
        b.add(Kind.COMPONENT, second, 1, 1, 6, 1, true);
        b.add(Kind.COMPONENT, second, 2, 1, 8, 2, true);
        SourceTree tree = b.build();

        assertThat(tree.leafCount()).isEqualTo(3);
        assertThat(tree.path(tree.leaf(2))).isEqualTo("PID[2]-1[2].2");
        assertThat(tree.nullKind(tree.leaf(2))).isEqualTo(NullKind.DELETE);
        assertThat(tree.text(tree.leaf(1))).isEqualTo("b");
        assertThat(tree.child(pid, 1, 2)).isEqualTo(second);
        assertThat(tree.child(tree.leaf(0), 1, 1)).isEqualTo(tree.leaf(0));
        assertThat(tree.child(tree.leaf(0), 2, 1)).isEqualTo(SourceTree.NONE);
    }

    @Test
    void growsWithItsNodesAndCarriesWhatTheReaderNoticed() {
        int count = 20_000;
        Finding finding = new Finding(Severity.C, "seen", "", "", "seen");
        SourceTree.Builder b = new SourceTree.Builder(new byte[count], ASCII, "M");
        int segment = b.add(Kind.SEGMENT, 0, b.index("NTE"), 1, 0, count, false);
        for (int i = 0; i < count; i++) {
            b.add(Kind.FIELD, segment, i + 1, 1, i, 1, true);
        }
        assertThat(b.leafCount()).isEqualTo(count);
        SourceTree tree = b.build(List.of(finding));

        assertThat(tree.leafCount()).isEqualTo(count);
        assertThat(tree.path(tree.leaf(count - 1))).isEqualTo("NTE-20000");
        assertThat(tree.subtreeEnd(0)).isEqualTo(tree.size());
        assertThat(tree.findings()).containsExactly(finding);
    }
}

package org.chartlift.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link SourceReader} must do; a reader's test extends it. */
public abstract class SourceReaderContract {
    @TempDir
    Path folder;

    private SourceFile file;
    private byte[] content;

    /** The reader under test. */
    protected abstract SourceReader reader();

    /** A sound file of the reader's format with at least two records. */
    protected abstract byte[] soundFile();

    @BeforeEach
    void write() throws IOException {
        content = soundFile();
        file = new SourceFile(folder.resolve("sound"), "folder/sound");
        Files.write(file.path(), content);
    }

    @Test
    void acceptsItsOwnFilesAndNoOthers() {
        assertThat(reader().accepts(content)).isTrue();
        assertThat(reader().accepts(new byte[0])).isFalse();
        assertThat(reader().accepts(new byte[] {0, 1, 2, 3})).isFalse();
    }

    @Test
    void findsTheSameRecordsEachTimeInOrderAndWithoutOverlap() throws IOException {
        List<RecordHeader> headers = scan();

        assertThat(headers).hasSizeGreaterThan(1).isEqualTo(scan());
        long behind = 0;
        for (int n = 0; n < headers.size(); n++) {
            RecordHeader header = headers.get(n);
            assertThat(header.number()).isEqualTo(n + 1);
            assertThat(header.file()).isEqualTo(file.name());
            assertThat(header.format()).isEqualTo(reader().format());
            assertThat(header.offset()).isGreaterThanOrEqualTo(behind);
            assertThat(header.hash()).isEqualTo(ContentHash.of(content, (int) header.offset(), (int) header.length()));
            assertThat(header.findings()).noneMatch(f -> f.severity() == Severity.A);
            behind = header.offset() + header.length();
        }
        assertThat(behind).isLessThanOrEqualTo(content.length);
    }

    @Test
    void buildsTreesWhoseLeavesHaveTextAndPathsOfTheirOwn() throws Exception {
        for (RecordHeader header : scan()) {
            SourceTree tree = reader().read(SourceFiles.bytes(file, header));
            SourceTree again = reader().read(SourceFiles.bytes(file, header));
            Set<String> paths = new HashSet<>();
            assertThat(tree.leafCount()).isPositive().isEqualTo(again.leafCount());
            for (int i = 0; i < tree.leafCount(); i++) {
                int leaf = tree.leaf(i);
                assertThat(tree.leafOrdinal(leaf)).isEqualTo(i);
                assertThat(tree.text(leaf)).isNotEmpty().isEqualTo(again.text(again.leaf(i)));
                assertThat(paths.add(tree.path(leaf))).as(tree.path(leaf)).isTrue();
            }
            assertThat(tree.findings()).noneMatch(f -> f.severity() == Severity.A);
        }
    }

    @Test
    void nestsNodesAndTheirBytes() throws Exception {
        for (RecordHeader header : scan()) {
            SourceTree tree = reader().read(SourceFiles.bytes(file, header));
            for (int n = 1; n < tree.size(); n++) {
                int parent = tree.parent(n);
                assertThat(parent).isBetween(0, n - 1);
                assertThat(tree.subtreeEnd(n)).isLessThanOrEqualTo(tree.subtreeEnd(parent));
                assertThat(tree.offset(n)).isGreaterThanOrEqualTo(tree.offset(parent));
                assertThat(tree.offset(n) + tree.length(n))
                        .isLessThanOrEqualTo(tree.offset(parent) + tree.length(parent));
                assertThat(tree.isLeaf(n) && tree.firstChild(n) != SourceTree.NONE)
                        .isFalse();
            }
        }
    }

    private List<RecordHeader> scan() throws IOException {
        List<RecordHeader> headers = new ArrayList<>();
        reader().scan(file, new ScanSink() {
            @Override
            public void record(RecordHeader header) {
                headers.add(header);
            }

            @Override
            public void finding(String name, Finding finding) {
                assertThat(finding.severity()).isNotEqualTo(Severity.A);
            }
        });
        return headers;
    }
}

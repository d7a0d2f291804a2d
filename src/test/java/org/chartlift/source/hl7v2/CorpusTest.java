package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.chartlift.record.Finding;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceFiles;
import org.chartlift.source.SourceReader;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.junit.jupiter.api.Test;

/** Reads every HL7 v2 file of the corpus and counts its leaves once more, in the plainest way. */
class CorpusTest {
    private static final Set<String> REFUSALS =
            Set.of("bad-delimiters", "bad-segment-line", "control-byte", "undecodable-charset");

    private final Hl7v2Reader reader = Messages.flat();
    private int records;
    private int refused;
    private long leaves;

    @Test
    void everyFileIsScannedAndReadWithAllItsValues() throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "none"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus + " (system property chartlift.corpus)");
        List<SourceFile> files = new ArrayList<>();
        new SourceFiles(List.of(reader)).walk(corpus, new SourceFiles.Visitor() {
            @Override
            public void file(SourceFile file, SourceReader accepting) {
                files.add(file);
            }

            @Override
            public void excluded(SourceFile file, String reason) {
                assertThat(file.name()).doesNotEndWith(".hl7");
            }
        });

        for (SourceFile file : files) {
            check(file);
        }
        assertThat(records).isGreaterThanOrEqualTo(files.size());
        assertThat(refused).isLessThan(records / 20 + 1);
        assertThat(leaves).isGreaterThan(records);
    }

    private void check(SourceFile file) throws IOException {
        reader.scan(file, new ScanSink() {
            @Override
            public void record(RecordHeader header) {
                try {
                    check(file, header);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void finding(String name, Finding finding) {
                assertThat(finding.rule()).isEqualTo("batch-count");
            }
        });
    }

    private void check(SourceFile file, RecordHeader header) throws IOException {
        byte[] bytes = SourceFiles.bytes(file, header);
        records++;
        try {
            SourceTree tree = reader.read(bytes);
            assertThat(tree.leafCount()).as(header.location()).isEqualTo(countNaively(bytes));
            assertThat(Hl7v2Reader.event(tree)).isEqualTo(header.kind());
            for (int i = 0; i < tree.leafCount(); i++) {
                assertThat(tree.text(tree.leaf(i))).isNotEmpty();
            }
            leaves += tree.leafCount();
        } catch (UnreadableRecordException e) {
            assertThat(REFUSALS).contains(e.finding().rule());
            refused++;
        }
    }

    private static int countNaively(byte[] bytes) {
        String message = new String(bytes, StandardCharsets.ISO_8859_1);
        String encoding = message.substring(4, message.indexOf(message.charAt(3), 4));
        String delimiters = "" + message.charAt(3) + encoding.charAt(0) + encoding.charAt(1);
        boolean isDoubled = encoding.length() > 3 && encoding.charAt(2) == encoding.charAt(3);
        if (encoding.length() > 3 && !isDoubled) {
            delimiters += encoding.charAt(3);
        }
        Pattern separator = Pattern.compile("[" + Pattern.quote(delimiters) + "]");
        int count = 2;
        for (String segment : message.split("[\r\n]+")) {
            String values = segment.substring(
                    Math.min(segment.length(), segment.startsWith("MSH") ? 4 + encoding.length() : 3));
            count += (int) separator
                    .splitAsStream(values)
                    .filter(piece -> !piece.isEmpty())
                    .count();
        }
        return count;
    }
}

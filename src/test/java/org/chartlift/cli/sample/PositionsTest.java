package org.chartlift.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chartlift.record.Finding;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionsTest {
    @TempDir
    private Path dir;

    @Test
    void countBytesAndRepetitions() {
        String message = "MSH|^~\\&|APP\rPID|1||A^^^Ä&1~B\rOBX|||x\rOBX|||y\\T\\z\r";

        assertThat(Positions.of(message, StandardCharsets.UTF_8))
                .contains(
                        new Truth.Field("MSH-2", 4, 4, "^~\\&"),
                        new Truth.Field("MSH-3", 9, 3, "APP"),
                        new Truth.Field("PID-1", 17, 1, "1"),
                        new Truth.Field("PID-3.1", 20, 1, "A"),
                        new Truth.Field("PID-3.4.1", 24, 2, "Ä"),
                        new Truth.Field("PID-3.4.2", 27, 1, "1"),
                        new Truth.Field("PID-3[2]", 29, 1, "B"),
                        new Truth.Field("OBX[2]-3", 45, 5, "y&z"));
    }

    @Test
    void areThoseOfTheLeavesThatTheReaderFinds() throws IOException, UnreadableRecordException {
        SampleHospital.write(Settings.of(25, 5), dir, true);
        Map<String, RecordHeader> records = scan();
        int compared = 0;
        try (Stream<Truth.Fields> all = Truth.fields(dir)) {
            for (Truth.Fields truth : all.toList()) {
                RecordHeader record = records.get(truth.file() + "#" + truth.number());
                assertThat(leaves(record))
                        .as(record.location())
                        .isEqualTo(truth.fields().stream()
                                .map(f -> f.path() + "@" + f.offset() + "+" + f.length())
                                .toList());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    private Map<String, RecordHeader> scan() throws IOException {
        Map<String, RecordHeader> records = new HashMap<>();
        Path root = dir.resolve("extract");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                new Hl7v2Reader(event -> null)
                        .scan(new SourceFile(file, root.relativize(file).toString()), new ScanSink() {
                            @Override
                            public void record(RecordHeader header) {
                                records.put(header.location(), header);
                            }

                            @Override
                            public void finding(String name, Finding finding) {
                                throw new AssertionError(finding.toString());
                            }
                        });
            }
        }
        return records;
    }

    private List<String> leaves(RecordHeader record) throws IOException, UnreadableRecordException {
        byte[] file = Files.readAllBytes(dir.resolve("extract").resolve(record.file()));
        int from = (int) record.offset();
        SourceTree tree =
                new Hl7v2Reader(event -> null).read(Arrays.copyOfRange(file, from, from + (int) record.length()));
        List<String> leaves = new ArrayList<>();
        for (int l = 0; l < tree.leafCount(); l++) {
            int node = tree.leaf(l);
            leaves.add(tree.path(node) + "@" + tree.offset(node) + "+" + tree.length(node));
        }
        return leaves;
    }
}

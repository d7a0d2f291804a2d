package org.chartlift.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sample hospital writes, read by the product's own reader. */
class SampleReadTest {
    @TempDir
    private static Path dir;

    private static final Hl7v2Reader READER = new Hl7v2Reader(event -> null);
    private static final List<RecordHeader> RECORDS = new ArrayList<>();
    private static final List<Finding> FILE_FINDINGS = new ArrayList<>();
    private static List<Truth.Message> truth = List.of();

    @BeforeAll
    static void scan() throws IOException {
        SampleHospital.write(Settings.of(150, 11), dir);
        try (Stream<Truth.Message> all = Truth.messages(dir)) {
            truth = all.toList();
        }
        Path root = dir.resolve("extract");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                READER.scan(new SourceFile(file, root.relativize(file).toString()), sink());
            }
        }
    }

    private static ScanSink sink() {
        return new ScanSink() {
            @Override
            public void record(RecordHeader header) {
                RECORDS.add(header);
            }

            @Override
            public void finding(String file, Finding finding) {
                FILE_FINDINGS.add(finding);
            }
        };
    }

    @Test
    void everyMessageIsFoundWhereTheTruthSays() {
        assertThat(RECORDS).hasSameSizeAs(truth);
        for (int i = 0; i < truth.size(); i++) {
            RecordHeader found = RECORDS.get(i);
            Truth.Message meant = truth.get(i);
            assertThat(found.location()).isEqualTo(meant.file() + "#" + meant.number());
            assertThat(found.controlId()).as(found.location()).isEqualTo(meant.controlId());
            assertThat(found.kind()).as(found.location()).isEqualTo(meant.event());
        }
        assertThat(FILE_FINDINGS).isEmpty();
    }

    @Test
    void everyMessageIsReadExceptTheBrokenOnes() throws IOException {
        for (int i = 0; i < truth.size(); i++) {
            RecordHeader record = RECORDS.get(i);
            boolean broken = List.of("charset", "segment").contains(truth.get(i).reason());
            assertThat(isReadable(record))
                    .as(record.location() + " " + truth.get(i).reason())
                    .isEqualTo(!broken);
        }
    }

    @Test
    void duplicatesHaveTheHashOfTheMessageTheyRepeat() {
        Map<String, RecordHeader> first = new HashMap<>();
        for (int i = 0; i < truth.size(); i++) {
            RecordHeader known = first.putIfAbsent(truth.get(i).controlId(), RECORDS.get(i));
            if (truth.get(i).duplicate()) {
                assertThat(RECORDS.get(i).hash()).isEqualTo(known.hash());
            }
        }
    }

    private static boolean isReadable(RecordHeader record) throws IOException {
        byte[] file = Files.readAllBytes(dir.resolve("extract").resolve(record.file()));
        int from = (int) record.offset();
        try {
            READER.read(Arrays.copyOfRange(file, from, from + (int) record.length()));
            return record.findings().stream().noneMatch(f -> f.severity() == Severity.A);
        } catch (UnreadableRecordException e) {
            return false;
        }
    }
}

package org.chartlift.source.hl7v2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;

/** Small invented messages, grammars, and shorthands for reading them. */
public final class Messages {
    /** A header up to MSH-12, without a terminator. */
    public static final String MSH = "MSH|^~\\&|APP|FAC|CHART|LIFT|20240102030405||ADT^A01^ADT_A01|C1|P|2.5.1";

    public static final String ADT =
            """
            MSH [{SFT}] EVN PID [PD1] [{NK1}] PV1 [PV2] [{OBX}] [{AL1}] [{DG1}] [{PROCEDURE: PR1 [{ROL}]}] [{GT1}]
            [{INSURANCE: IN1 [IN2] [{IN3}]}] [PDA]
            """;

    public static final String ORU =
            """
            MSH [{SFT}] {PATIENT_RESULT: [PATIENT: PID [PD1] [{NTE}] [{NK1}] [VISIT: PV1 [PV2]]]
            {ORDER_OBSERVATION: [ORC] OBR [{NTE}] [{OBSERVATION: OBX [{NTE}]}] [{SPECIMEN: SPM [{OBX}]}]}} [DSC]
            """;

    private Messages() {}

    /** Segments, each ended by CR. */
    public static String message(String... segments) {
        return String.join("\r", segments) + "\r";
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A reader without grammars. */
    public static Hl7v2Reader flat() {
        return new Hl7v2Reader(event -> null);
    }

    /** Reads without a grammar; a refusal is a failure of the test. */
    public static SourceTree read(String message) {
        return read(bytes(message));
    }

    public static SourceTree read(byte[] message) {
        try {
            return flat().read(message);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** The finding with which a message is refused. */
    public static Finding refusal(Hl7v2Reader reader, byte[] message) {
        try {
            reader.read(message);
        } catch (UnreadableRecordException e) {
            return e.finding();
        }
        throw new AssertionError("was read");
    }

    /** {@code path=text} of every leaf. */
    public static List<String> leaves(SourceTree tree) {
        List<String> leaves = new ArrayList<>();
        for (int i = 0; i < tree.leafCount(); i++) {
            leaves.add(tree.path(tree.leaf(i)) + "=" + tree.text(tree.leaf(i)));
        }
        return leaves;
    }

    /** The text at a path; fails if there is none. */
    public static String text(SourceTree tree, String path) {
        for (int i = 0; i < tree.leafCount(); i++) {
            if (tree.path(tree.leaf(i)).equals(path)) {
                return tree.text(tree.leaf(i));
            }
        }
        throw new AssertionError("no " + path);
    }

    /** What a scan of these bytes reports. */
    public static Scanned scan(Hl7v2Reader reader, Path folder, byte[] content) {
        Path path = folder.resolve("scanned.hl7");
        Scanned scanned = new Scanned(new ArrayList<>(), new ArrayList<>());
        try {
            Files.write(path, content);
            reader.scan(new SourceFile(path, "scanned.hl7"), scanned);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scanned;
    }

    /** Headers and findings of one scan, in order. */
    public record Scanned(List<RecordHeader> headers, List<Finding> fileFindings) implements ScanSink {
        @Override
        public void record(RecordHeader header) {
            headers.add(header);
        }

        @Override
        public void finding(String file, Finding finding) {
            fileFindings.add(finding);
        }

        /** {@code severity rule} of the findings of record n, from 0. */
        public List<String> findings(int n) {
            return headers.get(n).findings().stream()
                    .map(f -> f.severity() + " " + f.rule())
                    .toList();
        }

        /** {@code severity rule} of the findings of the file. */
        public List<String> ofFile() {
            return fileFindings.stream().map(f -> f.severity() + " " + f.rule()).toList();
        }
    }
}

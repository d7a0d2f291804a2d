package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.source.hl7v2.Messages.MSH;
import static org.chartlift.source.hl7v2.Messages.bytes;
import static org.chartlift.source.hl7v2.Messages.flat;
import static org.chartlift.source.hl7v2.Messages.message;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Messages.Scanned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts files at every byte. Proved for each cut: nothing is thrown, and every byte belongs to a record, an envelope line, or is a line break. Proved
 * on top:
 * <ul>
 *   <li>in a file with envelopes, and in an MLLP stream: a record that is not whole never passes;
 *   <li>in a plain file of several messages: a record that is not whole never passes, unless the cut is at the end of a segment behind its terminator, or
 *       is within the file's first message;
 *   <li>within the first or only message of a plain file: a record that is not whole passes only with the notice {@code unterminated}, or cut
 *       behind a segment terminator; with {@code strictTermination} only the latter.
 * </ul>
 * "Passes" means that neither the scan nor reading the record gives a finding of severity A.
 */
class TruncationSweepTest {
    private static final String ONE = message(
            MSH,
            "EVN|A01|20240102",
            "PID|1||7^^^HOSP^MR~8||M\u00fcller^J\\T\\K",
            "NTE|1|L|it is \\.br\\ long",
            "PV1|1|I");
    private static final String TWO = message(MSH.replace("C1", "C2"), "PID|1||9^^^HOSP", "OBX|1|ST|a^b&c||x~y");
    private static final String THREE = message(MSH.replace("C1", "C3"), "PID|1||10^^^HOSP", "ZZZ|1");

    @TempDir
    Path folder;

    @Test
    void batchFile() {
        byte[] file = bytes("FHS|^~\\&|A\rBHS|^~\\&|A\r" + ONE + TWO + THREE + "BTS|3\rFTS|1\r");
        Set<ContentHash> whole = wholeRecords(file);

        for (int cut = 0; cut <= file.length; cut++) {
            assertThat(passing(flat(), file, cut)).as("cut at %d", cut).isSubsetOf(whole);
        }
        assertThat(passing(flat(), file, file.length)).hasSize(3);
    }

    @Test
    void mllpStream() {
        byte[] file = bytes("\u000b" + ONE + "\u001c\r\u000b" + TWO + "\u001c\r\u000b" + THREE + "\u001c\r");
        Set<ContentHash> whole = wholeRecords(file);

        for (int cut = 0; cut <= file.length; cut++) {
            assertThat(passing(flat(), file, cut)).as("cut at %d", cut).isSubsetOf(whole);
        }
        assertThat(passing(flat(), file, file.length)).hasSize(3);
    }

    @Test
    void plainFileOfSeveralMessages() {
        byte[] file = bytes(ONE + TWO + THREE);
        Set<ContentHash> whole = wholeRecords(file);
        int secondMessage = bytes(ONE).length;

        for (int cut = secondMessage; cut <= file.length; cut++) {
            if (file[cut - 1] != '\r') {
                assertThat(passing(flat(), file, cut)).as("cut at %d", cut).isSubsetOf(whole);
            }
        }
        assertThat(passing(flat(), file, file.length)).hasSize(3);
    }

    @Test
    void onlyMessageOfAPlainFile() {
        byte[] file = bytes(ONE);
        Set<ContentHash> whole = wholeRecords(file);
        Hl7v2Reader strict = new Hl7v2Reader(event -> null, Hl7v2Settings.DEFAULT.withStrictTermination(true));

        for (int cut = 0; cut < file.length; cut++) {
            if (cut > 0 && file[cut - 1] == '\r') {
                continue;
            }
            assertThat(passing(strict, file, cut)).as("cut at %d", cut).isEmpty();
            Scanned scanned = scan(flat(), file, cut);
            for (int n = 0; n < scanned.headers().size(); n++) {
                assertThat(scanned.findings(n)).as("cut at %d", cut).isNotEmpty();
            }
        }
        assertThat(passing(flat(), file, file.length)).isEqualTo(whole);
    }

    @Test
    void everyCharsetAndLineEndIsScannedWithoutLoss() {
        for (String text : List.of(ONE.replace("\r", "\r\n") + TWO, ONE.replace('\r', '\n') + "\n\n" + TWO)) {
            byte[] file = text.getBytes(StandardCharsets.UTF_16LE);
            for (int cut = 0; cut <= file.length; cut++) {
                scan(flat(), file, cut);
            }
        }
    }

    private Set<ContentHash> wholeRecords(byte[] file) {
        Set<ContentHash> whole = new HashSet<>();
        scan(flat(), file, file.length).headers().forEach(h -> whole.add(h.hash()));
        return whole;
    }

    private Set<ContentHash> passing(Hl7v2Reader reader, byte[] file, int cut) {
        Set<ContentHash> passing = new HashSet<>();
        for (RecordHeader header : scan(reader, file, cut).headers()) {
            boolean isClean = header.findings().stream().noneMatch(f -> f.severity() == Severity.A);
            if (isClean && isReadable(reader, file, header)) {
                passing.add(header.hash());
            }
        }
        return passing;
    }

    private static boolean isReadable(Hl7v2Reader reader, byte[] file, RecordHeader header) {
        int from = (int) header.offset();
        try {
            reader.read(Arrays.copyOfRange(file, from, from + (int) header.length()));
            return true;
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    /** Scans the cut file and checks that no byte is lost. */
    private Scanned scan(Hl7v2Reader reader, byte[] file, int cut) {
        byte[] content = Arrays.copyOf(file, cut);
        Scanned scanned = Messages.scan(reader, folder, content);
        byte[] rest = content.clone();
        long behind = 0;
        for (RecordHeader header : scanned.headers()) {
            assertThat(header.offset()).isGreaterThanOrEqualTo(behind);
            behind = header.offset() + header.length();
            assertThat(header.hash()).isEqualTo(ContentHash.of(content, (int) header.offset(), (int) header.length()));
            Arrays.fill(rest, (int) header.offset(), (int) behind, (byte) '\r');
        }
        String left = new String(rest, StandardCharsets.ISO_8859_1).replace("\u0000", "");
        assertThat(left.lines().map(String::strip).filter(line -> !line.isEmpty()))
                .as("left over at %d", cut)
                .allMatch(line -> line.matches("(FHS|BHS)\\|.*|(BTS|FTS)(\\|.*)?|[\u000b\u001c]+"));
        return scanned;
    }
}

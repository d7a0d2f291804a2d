package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.source.hl7v2.Messages.MSH;
import static org.chartlift.source.hl7v2.Messages.bytes;
import static org.chartlift.source.hl7v2.Messages.flat;
import static org.chartlift.source.hl7v2.Messages.message;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.chartlift.record.ContentHash;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceFiles;
import org.chartlift.source.hl7v2.Messages.Scanned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {
    private static final String ONE =
            message(MSH, "EVN|A01|20240102", "PID|1||7^^^HOSP^MR~8^^^&1.2.3&ISO||DOE^J", "PV1|1|I");
    private static final String TWO = message(MSH.replace("C1", "C2").replace("A01", "A08"), "PID|1|5|9", "PV1|1|I");
    private static final String FHS = "FHS|^~\\&|APP\r";
    private static final String BHS = "BHS|^~\\&|APP\r";

    @TempDir
    Path folder;

    private Scanned scan(String content) {
        return scan(bytes(content));
    }

    private Scanned scan(byte[] content) {
        return Messages.scan(flat(), folder, content);
    }

    @Test
    void tellsOfEachRecordWhatItsHeadersSay() throws IOException {
        String merge = message(
                MSH.replace("A01", "A40"),
                "PID|1|2^^^B|7^^^HOSP|4",
                "MRG|7^^^OLD|6||3",
                "PID|2||70^^^HOSP~\"\"",
                "MRG|71");
        Scanned scanned = scan(ONE + TWO + merge);

        RecordHeader first = scanned.headers().get(0);
        assertThat(first.location()).isEqualTo("scanned.hl7#1");
        assertThat(first.kind()).isEqualTo("ADT^A01");
        assertThat(first.controlId()).isEqualTo("C1");
        assertThat(first.eventTime()).isEqualTo("20240102");
        assertThat(first.format()).isEqualTo("hl7v2");
        assertThat(first.patientKeys()).containsExactly("HOSP|7", "1.2.3|8");
        assertThat(first.offset()).isZero();
        assertThat(first.hash()).isEqualTo(ContentHash.of(bytes(ONE.trim())));
        RecordHeader second = scanned.headers().get(1);
        assertThat(second.kind()).isEqualTo("ADT^A08");
        assertThat(second.eventTime()).isEqualTo("20240102030405");
        assertThat(second.patientKeys()).containsExactly("|5", "|9");
        assertThat(second.offset()).isEqualTo(ONE.length());
        assertThat(scanned.headers().get(2).patientKeys())
                .containsExactly("B|2", "HOSP|7", "|4", "OLD|7", "|6", "|3", "HOSP|70", "|71");
        assertThat(scanned.headers()).allSatisfy(h -> assertThat(h.findings()).isEmpty());
        SourceFile file = new SourceFile(folder.resolve("scanned.hl7"), "scanned.hl7");
        assertThat(SourceFiles.bytes(file, second)).isEqualTo(bytes(TWO.trim()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\r\n\n", "\ufeff%s", "\u000b%s\u001c\r", "\r\n%s \r", "FHS|^~\\&\r%sFTS|0\r"})
    void givesAMessageTheSameHashWhateverStandsAroundIt(String around) {
        Scanned scanned = scan(around.formatted(ONE));

        assertThat(scanned.headers()).hasSize(1);
        assertThat(scanned.headers().get(0).hash()).isEqualTo(ContentHash.of(bytes(ONE.trim())));
        assertThat(scanned.findings(0)).isEmpty();
    }

    @Test
    void acceptsEnvelopesWhoseCountsAreRight() {
        Scanned scanned = scan(FHS + BHS + ONE + TWO + "BTS|2\r" + BHS + ONE + "BTS|0001|ok\rFTS|2");

        assertThat(scanned.headers()).hasSize(3);
        assertThat(scanned.headers()).allSatisfy(h -> assertThat(h.findings()).isEmpty());
        assertThat(scanned.ofFile()).isEmpty();
    }

    @Test
    void reportsEnvelopesWhoseCountsAreWrong() {
        Scanned scanned = scan(FHS + BHS + ONE + TWO + "BTS|3\rFTS|2\r");

        assertThat(scanned.ofFile()).containsExactly("B batch-count", "B batch-count");
        assertThat(scanned.fileFindings()).extracting("sourcePath").containsExactly("BTS-1", "FTS-1");
        assertThat(scanned.findings(1)).isEmpty();
    }

    @Test
    void quarantinesTheRecordBeforeAMissingTrailer() {
        assertThat(scan(FHS + BHS + ONE + TWO).findings(1)).containsExactly("A cut-file");
        assertThat(scan(FHS + BHS + ONE + TWO + "BTS|2\r").ofFile()).containsExactly("A cut-file");
        Scanned twoBatches = scan(BHS + ONE + BHS + TWO + "BTS|1\r");
        assertThat(twoBatches.findings(0)).containsExactly("A cut-file");
        assertThat(twoBatches.findings(1)).isEmpty();
        assertThat(scan(FHS + BHS + ONE + "FTS|0\r").findings(0)).containsExactly("A cut-file");
        assertThat(scan(FHS).ofFile()).containsExactly("A cut-file");
    }

    @Test
    void keepsBytesThatAreNoMessage() {
        Scanned scanned = scan("some text\nmore\n" + FHS + "between\r" + ONE + "FTS|0\r\nbehind");

        assertThat(scanned.headers()).extracting(RecordHeader::kind).containsExactly("", "", "ADT^A01", "");
        assertThat(scanned.findings(0)).containsExactly("A not-a-message");
        assertThat(scanned.headers().get(0).length()).isEqualTo("some text\nmore".length());
        assertThat(scanned.findings(2)).isEmpty();
        assertThat(scanned.findings(3)).containsExactly("A not-a-message");
    }

    @Test
    void quarantinesWhatAnMllpByteCutsInTwo() {
        Scanned inText = scan(message(MSH, "PID|1", "NTE|1|L|a\u000bb"));
        assertThat(inText.findings(0)).contains("A cut-record");
        assertThat(inText.findings(1)).containsExactly("A not-a-message");

        Scanned end = scan(message(MSH, "PID|1", "NTE|1|L|a\u001cb"));
        assertThat(end.findings(0)).containsExactly("A cut-record");

        Scanned open = scan("\u000b" + ONE + "\u000b" + TWO + "\u001c\r");
        assertThat(open.findings(0)).containsExactly("A cut-record");
        assertThat(open.findings(1)).isEmpty();
        assertThat(scan("\u000b" + ONE).findings(0)).containsExactly("A cut-record");
    }

    @Test
    void onlyNoticesAMissingTerminatorWhereNothingSaysThatTheMessageIsCut() {
        assertThat(scan(ONE.trim()).findings(0)).containsExactly("C unterminated");
        Hl7v2Reader strict = new Hl7v2Reader(event -> null, Hl7v2Settings.DEFAULT.withStrictTermination(true));
        assertThat(Messages.scan(strict, folder, bytes(ONE.trim())).findings(0)).containsExactly("A unterminated");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "MSH|^~\\&|APP",
                "MSH|^~\\&|APP|FAC|||2024||ADT^A01|C1|P",
                "MSH|^~\\&",
                "MSH|^~\\&|A|||||||ADT^A01|1|P|2.5#P",
                "MSH|^~\\&|A|||||||ADT^A01|1|P|2.5#PID",
                "MSH|^~\\&|A|||||||ADT^A01|1|P|2.5#PID||",
                "MSH|^~\\&|A|||||||ADT^A01|1|P|2.5#PID|1||a\\F",
                "MSH|^~\\&|A|||||||ADT^A01|1|P|2.5#PID|a\\F\\b^\\",
            })
    void quarantinesTheLastMessageWhereItsContentBreaksOff(String content) {
        assertThat(scan(content.replace('#', '\r')).findings(0)).contains("A cut-record");
    }

    @Test
    void quarantinesAnUnterminatedMessageBehindTerminatedOnes() {
        Scanned scanned = scan(ONE + TWO.trim());

        assertThat(scanned.findings(0)).isEmpty();
        assertThat(scanned.findings(1)).containsExactly("A cut-record");
    }

    @Test
    void findsAnOpenEscapeFarFromTheEndOfTheFile() {
        String value = "x".repeat(200_000);

        assertThat(scan(ONE + "OBX|1|TX|||a\\" + value).findings(0)).containsExactly("A cut-record");
        assertThat(scan(ONE + "OBX|1|TX|||a\\F\\" + value).findings(0)).containsExactly("C unterminated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-16", "UTF-32BE"})
    void scansWideText(String charset) throws Exception {
        Scanned scanned = scan((ONE.replace("DOE", "山田") + TWO.replace("9", "九")).getBytes(Charset.forName(charset)));

        assertThat(scanned.headers()).extracting(RecordHeader::kind).containsExactly("ADT^A01", "ADT^A08");
        assertThat(scanned.headers().get(1).patientKeys()).containsExactly("|5", "|九");
        SourceFile file = new SourceFile(folder.resolve("scanned.hl7"), "scanned.hl7");
        byte[] first = SourceFiles.bytes(file, scanned.headers().get(0));
        assertThat(Messages.text(flat().read(first), "PID-5.1")).isEqualTo("山田");
    }

    @Test
    void readsHeadersInTheirCharset() {
        String msh = MSH + "|".repeat(6) + "GB 18030-2000";
        byte[] content = message(msh, "PID|1||亅乗^^^医院").getBytes(Charset.forName("GB18030"));

        assertThat(scan(content).headers().get(0).patientKeys()).containsExactly("医院|亅乗");
        byte[] latin = message(MSH, "PID|1||é^^^H").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(scan(latin).headers().get(0).patientKeys()).containsExactly("H|é");
    }

    @Test
    void neverDependsOnWhereItsBufferEnds() {
        String filler = "x".repeat((1 << 18) - ONE.length() - 20);
        for (int shift = 0; shift < 40; shift++) {
            String first = ONE + "NTE|1||" + filler + "y".repeat(shift) + "\r\n";
            Scanned scanned = scan(first + TWO);
            assertThat(scanned.headers()).hasSize(2);
            assertThat(scanned.headers().get(0).hash()).isEqualTo(ContentHash.of(bytes(first.trim())));
            assertThat(scanned.headers().get(1).hash()).isEqualTo(ContentHash.of(bytes(TWO.trim())));
        }
    }

    @Test
    void quarantinesHeadersAndRecordsBeyondTheLimits() {
        char[] id = new char[LineReader.LONGEST_HEADER];
        Arrays.fill(id, '1');
        assertThat(scan(message(MSH, "PID|1||" + new String(id), "PV1|1")).findings(0))
                .containsExactly("A limit-header");
        Hl7v2Settings small = new Hl7v2Settings(10, 10, 100, 50, false, Map.of());
        assertThat(Messages.scan(new Hl7v2Reader(e -> null, small), folder, bytes(ONE))
                        .findings(0))
                .containsExactly("A limit-bytes");
    }
}

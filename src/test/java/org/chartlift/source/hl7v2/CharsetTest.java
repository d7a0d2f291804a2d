package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.source.hl7v2.Messages.flat;
import static org.chartlift.source.hl7v2.Messages.read;
import static org.chartlift.source.hl7v2.Messages.refusal;
import static org.chartlift.source.hl7v2.Messages.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetTest {
    private static String message(String msh18, String name) {
        return "MSH|^~\\&|A" + "|".repeat(15) + msh18 + "\rPID|1||7||" + name + "^X\r";
    }

    @ParameterizedTest
    @CsvSource({
        "8859/1, ISO-8859-1, Müller",
        "8859/2, ISO-8859-2, Łódź",
        "8859/5, ISO-8859-5, Иванов",
        "8859/7, ISO-8859-7, Παπάς",
        "8859/15, ISO-8859-15, œuf €",
        "UNICODE UTF-8, UTF-8, 山田",
        "UNICODE, UTF-8, é",
        "UTF-8, UTF-8, é",
        "GB 18030-2000, GB18030, 王亅乗丨",
        "BIG-5, Big5, 許功蓋",
        "KS X 1001, EUC-KR, 홍길동",
        "CNS 11643-1992, x-EUC-TW, 王小明",
        "ISO IR14, JIS_X0201, ﾔﾏﾀﾞ",
        "ISO IR87, ISO-2022-JP, 山田",
        "~ISO IR87, ISO-2022-JP, 山田太郎",
        "ASCII~ISO IR87~ISO IR159, ISO-2022-JP-2, 山田丂",
        "Shift_JIS, Shift_JIS, ソ表能",
        "windows-1252, windows-1252, “x”",
    })
    void readsDeclaredCharsets(String msh18, String charset, String name) {
        SourceTree tree = read(message(msh18, name).getBytes(Charset.forName(charset)));

        assertThat(text(tree, "PID-5.1")).isEqualTo(name);
        assertThat(text(tree, "PID-5.2")).isEqualTo("X");
        assertThat(tree.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE", "x-UTF-16LE-BOM"})
    void readsWideText(String charset) {
        SourceTree tree = read(message("UNICODE UTF-16", "山田😀").getBytes(Charset.forName(charset)));

        assertThat(text(tree, "PID-5.1")).isEqualTo("山田😀");
        assertThat(tree.path(tree.leaf(0))).isEqualTo("MSH-1");
    }

    @ParameterizedTest
    @CsvSource({"''", "ASCII", "ISO IR6", "no such set"})
    void readsUndeclaredTextThatIsSoundUtf8WithANotice(String msh18) {
        SourceTree tree = read(message(msh18, "Müller"));

        assertThat(text(tree, "PID-5.1")).isEqualTo("Müller");
        assertThat(tree.findings()).extracting(Finding::rule).containsExactly("charset-undeclared");
        assertThat(tree.findings()).extracting(Finding::severity).containsExactly(Severity.C);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ISO-8859-1, Müller",
        "ASCII, ISO-8859-1, Müller",
        "'', windows-1251, Иванов",
        "UNICODE UTF-8, ISO-8859-1, Müller",
        "8859/1, UTF-8, Müller",
        "8859/1, windows-1252, “x”",
        "8859/7, ISO-8859-1, aÿ",
        "KS X 1001, ISO-8859-1, Müller",
        "no such set, ISO-8859-1, Müller",
    })
    void refusesWhatCannotBeDecodedExactlyAndNamesThePlaceNotTheValue(String msh18, String charset, String name) {
        byte[] record = message(msh18, name).getBytes(Charset.forName(charset));
        Finding finding = refusal(flat(), record);

        int offset = 0;
        while (record[offset] >= 0) {
            offset++;
        }
        assertThat(finding.rule()).isEqualTo("undecodable-charset");
        assertThat(finding.severity()).isEqualTo(Severity.A);
        assertThat(finding.sourcePath()).isEqualTo("PID-5");
        assertThat(finding.message()).startsWith("byte ").doesNotContain("ller");
        assertThat(offset).isPositive();
    }

    @Test
    void namesTheOffsetOfTheFirstBadByte() {
        byte[] record = message("UNICODE UTF-8", "M\u00fcller").getBytes(StandardCharsets.ISO_8859_1);
        int offset = new String(record, StandardCharsets.ISO_8859_1).indexOf('\u00fc');

        assertThat(refusal(flat(), record).message()).startsWith("byte " + offset + " of the record");
    }

    @Test
    void detectsUndeclaredMultiByteTextOnlyWhereItIsCertain() {
        String text = "患者は本日、胸の痛みを訴えて来院した。既往歴に高血圧と糖尿病があり、薬を毎日のんでいる。".repeat(20);
        byte[] record = message("", text).getBytes(Charset.forName("Shift_JIS"));
        SourceTree tree = read(record);

        assertThat(text(tree, "PID-5.1")).isEqualTo(text);
        assertThat(tree.findings()).extracting(Finding::rule).containsExactly("charset-detected");
        assertThat(tree.findings()).extracting(Finding::severity).containsExactly(Severity.B);
    }

    @Test
    void takesASiteAtItsWord() throws Exception {
        Hl7v2Settings settings =
                Hl7v2Settings.DEFAULT.withCharsets(Map.of("", "windows-1252", "8859/1", "UTF-8", "X", "no-such"));
        Hl7v2Reader reader = new Hl7v2Reader(event -> null, settings);

        assertThat(text(reader.read(message("", "“Müller”").getBytes(Charset.forName("windows-1252"))), "PID-5.1"))
                .isEqualTo("“Müller”");
        assertThat(text(reader.read(message("8859/1", "Müller").getBytes(StandardCharsets.UTF_8)), "PID-5.1"))
                .isEqualTo("Müller");
        assertThat(refusal(reader, message("X", "ü").getBytes(StandardCharsets.UTF_8))
                        .rule())
                .isEqualTo("undecodable-charset");
    }

    @Test
    void switchesCharsetsWithinAValue() throws Exception {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(Messages.bytes("MSH|^~\\&|A" + "|".repeat(15) + "ASCII~8859/2~ISO IR87\rPID|a\\C2D42\\"));
        record.write("Łódź".getBytes(Charset.forName("ISO-8859-2")));
        record.write(Messages.bytes("\\C2842\\b|\\M2442\\;3ED\\C2842\\c|\\C2D4D\\d\r"));
        SourceTree tree = read(record.toByteArray());

        assertThat(text(tree, "PID-1")).isEqualTo("aŁódźb");
        assertThat(text(tree, "PID-2")).isEqualTo("山田c");
        assertThat(text(tree, "PID-3")).isEqualTo("d");
    }

    @Test
    void keepsASwitchAsWrittenWhereItsTextCannotBeDecoded() {
        assertThat(text(read("MSH|^~\\&|A\rPID|\\M2442\\;3E\\C2842\\c\r"), "PID-1"))
                .isEqualTo("\\M2442\\;3Ec");
        assertThat(text(read("MSH|^~\\&|A\rPID|\\C2D42\\é\r"), "PID-1")).isEqualTo("\\C2D42\\é");
    }

    @Test
    void refusesTextOutsideOfASwitchThatIsNotInTheDefaultCharset() throws Exception {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(Messages.bytes("MSH|^~\\&|A" + "|".repeat(15) + "ASCII~8859/2\rPID|1\rPID|a\\C2842\\"));
        record.write("Łódź".getBytes(Charset.forName("ISO-8859-2")));
        Finding finding = refusal(flat(), record.toByteArray());

        assertThat(finding.rule()).isEqualTo("undecodable-charset");
        assertThat(finding.sourcePath()).isEqualTo("PID[2]-1");
    }
}

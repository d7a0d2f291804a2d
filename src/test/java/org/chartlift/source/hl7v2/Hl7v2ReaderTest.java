package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.source.hl7v2.Messages.MSH;
import static org.chartlift.source.hl7v2.Messages.bytes;
import static org.chartlift.source.hl7v2.Messages.flat;
import static org.chartlift.source.hl7v2.Messages.leaves;
import static org.chartlift.source.hl7v2.Messages.message;
import static org.chartlift.source.hl7v2.Messages.read;
import static org.chartlift.source.hl7v2.Messages.refusal;
import static org.chartlift.source.hl7v2.Messages.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.chartlift.source.SourceTree.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7v2ReaderTest {
    @Test
    void numbersFieldsRepetitionsComponentsAndSubcomponents() {
        SourceTree tree = read(message("MSH|^~\\&|A", "PID|1||7^^^H&1.2&ISO~~8||^~^^|x&y", "PID|2"));

        assertThat(leaves(tree))
                .containsExactly(
                        "MSH-1=|",
                        "MSH-2=^~\\&",
                        "MSH-3=A",
                        "PID-1=1",
                        "PID-3.1=7",
                        "PID-3.4.1=H",
                        "PID-3.4.2=1.2",
                        "PID-3.4.3=ISO",
                        "PID-3[3]=8",
                        "PID-6.1.1=x",
                        "PID-6.1.2=y",
                        "PID[2]-1=2");
    }

    @Test
    void saysWhichBytesANodeStandsFor() {
        String message = message("MSH|^~\\&|A", "PID|1||7^^^H&1.2&ISO~8^9");
        SourceTree tree = read(message);

        for (int n = 1; n < tree.size(); n++) {
            String written = message.substring(tree.offset(n), tree.offset(n) + tree.length(n));
            switch (tree.path(n)) {
                case "PID" -> assertThat(written).isEqualTo("PID|1||7^^^H&1.2&ISO~8^9");
                case "PID-3" -> assertThat(written).isEqualTo("7^^^H&1.2&ISO");
                case "PID-3.4" -> assertThat(written).isEqualTo("H&1.2&ISO");
                case "PID-3[2]" -> assertThat(written).isEqualTo("8^9");
                default ->
                    assertThat(tree.kind(n) == Kind.SEGMENT || tree.isLeaf(n)).isTrue();
            }
        }
    }

    @Test
    void tellsNothingsApartAndTrimsNoText() {
        SourceTree tree = read(message("MSH|^~\\&|A", "PID|\"\"|  | x |\"\"\"|\"\"^\"\""));

        assertThat(kind(tree, "PID-1")).isEqualTo(NullKind.DELETE);
        assertThat(kind(tree, "PID-2")).isEqualTo(NullKind.BLANK);
        assertThat(text(tree, "PID-3")).isEqualTo(" x ");
        assertThat(kind(tree, "PID-4")).isEqualTo(NullKind.VALUE);
        assertThat(kind(tree, "PID-5.2")).isEqualTo(NullKind.DELETE);
    }

    private static NullKind kind(SourceTree tree, String path) {
        for (int i = 0; i < tree.leafCount(); i++) {
            if (tree.path(tree.leaf(i)).equals(path)) {
                return tree.nullKind(tree.leaf(i));
            }
        }
        throw new AssertionError("no " + path);
    }

    @Test
    void readsAnyDelimitersAndMissingOnes() {
        assertThat(leaves(read("MSH*:;!%*A\rPID*1:2%3;4*x!F!y\r")))
                .contains("PID-1.1=1", "PID-1.2.1=2", "PID-1.2.2=3", "PID-1[2]=4", "PID-2=x*y");
        assertThat(leaves(read("MSH|^~|A\rPID|a\\F\\b&c\r"))).contains("MSH-2=^~", "PID-1=a\\F\\b&c");
        assertThat(leaves(read("MSH|^|A\rPID|a~b^c\r"))).contains("PID-1.1=a~b", "PID-1.2=c");
    }

    @Test
    void noticesTheTruncationCharacterOfVersion27() {
        SourceTree tree = read("MSH|^~\\&#|A\rPID|cut#|whole\\P\\\r");

        assertThat(leaves(tree)).contains("MSH-2=^~\\&#", "PID-1=cut#", "PID-2=whole#");
        assertThat(tree.findings())
                .containsExactly(new Finding(
                        Severity.B, "truncated-value", "PID-1", "", "the sender marks this value as truncated"));
    }

    @Test
    void listsOnlyTheFirstHundredTruncatedValues() {
        SourceTree tree = read("MSH|^~\\&#|A\r" + "NTE|x#\r".repeat(300));

        assertThat(tree.findings()).hasSize(101);
        assertThat(tree.leafCount()).isEqualTo(303);
    }

    @Test
    void readsADoubledDelimiterOnlyWhereItMakesNoDifference() {
        assertThat(leaves(read("MSH|^~\\\\&|A\rPID|x^y~z\r"))).contains("MSH-2=^~\\\\&", "PID-1.2=y", "PID-1[2]=z");
        assertThat(refusal(flat(), bytes("MSH|^~\\\\&|A\rPID|x&y\r")).rule()).isEqualTo("bad-delimiters");
        assertThat(refusal(flat(), bytes("MSH|^^\\&|A\rPID|x\r")).rule()).isEqualTo("bad-delimiters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSH",
                "MSH|",
                "MSH||A",
                "MSH|^~\\&#$|A",
                "MSHA^~\\&AB",
                "MSH|^~a&|B",
                "MSH|^\"\\&|A",
                "MSH ^~\\& A"
            })
    void refusesDelimitersThatCannotDelimit(String message) {
        assertThat(refusal(flat(), bytes(message)).severity()).isEqualTo(Severity.A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r", "\n\n\r\n", "\r \t\r"})
    void takesAnyLineEndAndSkipsBlankLines(String end) {
        assertThat(leaves(read("MSH|^~\\&|A" + end + "PID|1" + end + "PV1|2")))
                .containsExactly("MSH-1=|", "MSH-2=^~\\&", "MSH-3=A", "PID-1=1", "PV1-1=2");
    }

    @Test
    void skipsAByteOrderMarkAndMllpBytesAroundTheMessage() {
        assertThat(leaves(read("\ufeff\u000b\r\nMSH|^~\\&|A\rPID|1\r\u001c\r"))).contains("MSH-3=A", "PID-1=1");
    }

    @ParameterizedTest
    @CsvSource({
        "'MSH|^~\\&|A\rOBX|1|TX|||first\nsecond line|F\r', 3",
        "'MSH|^~\\&|A\r\r\nPID|1\r PID|2\r', 4",
        "'MSH|^~\\&|A\rpid|1\r', 2",
        "'MSH|^~\\&|A\r1PI|1\r', 2",
        "'MSH|^~\\&|A\rPID^1\r', 2",
        "'MSH|^~\\&|A\rPI', 2",
        "'MSH|^~\\&|A\rNTE|1|L|it is\nMRI\n', 3",
        "'MSH|^~\\&|A\rMSH|^~\\&|B', 2",
    })
    void refusesALineThatIsNoSegmentAndNamesItsNumber(String message, int line) {
        Finding finding = refusal(flat(), bytes(message));

        assertThat(finding.rule()).isEqualTo("bad-segment-line");
        assertThat(finding.severity()).isEqualTo(Severity.A);
        assertThat(finding.message()).contains("line " + line).doesNotContain("second line");
    }

    @Test
    void refusesAMessageThatDoesNotBeginWithMsh() {
        assertThat(refusal(flat(), bytes("PID|1\r")).rule()).isEqualTo("bad-segment-line");
        assertThat(refusal(flat(), new byte[0]).rule()).isEqualTo("bad-segment-line");
    }

    @Test
    void acceptsABareSegmentNameThatTheGrammarKnows() throws Exception {
        MessageGrammar adt = MessageGrammar.parse("ADT_A01", Messages.ADT);
        SourceTree tree = new Hl7v2Reader(event -> adt).read(bytes(message(MSH, "EVN", "PID|1")));

        assertThat(tree.name(tree.subtreeEnd(1))).isEqualTo("EVN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u000bb", "a\u001cb", "a\u001bb", "a\fb", "a\u007fb"})
    void refusesControlBytesAndNamesTheField(String value) {
        Finding finding = refusal(flat(), bytes("MSH|^~\\&|A\rNTE|1\rNTE|1|L|" + value + "\rPID|1\r"));

        assertThat(finding.rule()).isEqualTo("control-byte");
        assertThat(finding.sourcePath()).isEqualTo("NTE[2]-3");
    }

    @Test
    void holdsItsLimits() {
        Hl7v2Settings small = new Hl7v2Settings(2, 3, 7, 30, false, Map.of());
        Hl7v2Reader reader = new Hl7v2Reader(event -> null, small);

        assertThat(refusal(reader, bytes("MSH|^~\\&|A\rPID|1\rPV1|1")).rule()).isEqualTo("limit-segments");
        assertThat(refusal(reader, bytes("MSH|^~\\&|A\rPID|1|2|3|4")).rule()).isEqualTo("limit-fields");
        assertThat(refusal(reader, bytes("MSH|^~\\&|A\rPID|1^2^3^4^5")).rule()).isEqualTo("limit-values");
        assertThat(refusal(reader, bytes("MSH|^~\\&|A\rPID|1234567890123456789"))
                        .rule())
                .isEqualTo("limit-bytes");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ADT^A01^ADT_A01, ADT^A01",
                "ADT^A40^ADT_A39, ADT^A40",
                "ADT^A08, ADT^A08",
                "ORU, ORU",
                "ORU^^ORU_R01, ORU^R01",
                "ADT^^ADT_A01, ADT",
                "VXU^^ORU_R01, VXU",
                "ACK, ACK",
            })
    void takesTheEventFromTheMessageTypeAndFromTheStructureOnlyWhereThatIsCertain(String msh9, String event) {
        assertThat(Hl7v2Reader.event(read("MSH|^~\\&|A||||||" + msh9 + "|1\rPID|1\r")))
                .isEqualTo(event);
    }

    @Test
    void takesTheEventFromEvnWhereTheHeaderHasNone() {
        assertThat(Hl7v2Reader.event(read("MSH|^~\\&|A||||||ADT^^ADT_A02|1\rSFT|x\rEVN|A08|2024\rPID|1\r")))
                .isEqualTo("ADT^A08");
        assertThat(Hl7v2Reader.event(read("MSH|^~\\&|A\rPID|1\r"))).isEmpty();
    }

    @Test
    void recognisesItsFilesByTheirFirstBytes() {
        assertThat(accepts("MSH|^~\\&|")).isTrue();
        assertThat(accepts("\ufeff\r\n\u000b MSH|^~\\&|")).isTrue();
        assertThat(accepts("FHS|^~\\&|")).isTrue();
        assertThat(accepts("BHS*")).isTrue();
        assertThat(accepts("MSH")).isFalse();
        assertThat(accepts("MSHA")).isFalse();
        assertThat(accepts("PID|1")).isFalse();
        assertThat(accepts("{\"resourceType\"")).isFalse();
        assertThat(accepts("")).isFalse();
        assertThat(flat().accepts("MSH|^~\\&|A".getBytes(StandardCharsets.UTF_16)))
                .isTrue();
    }

    private static boolean accepts(String head) {
        return flat().accepts(bytes(head));
    }
}

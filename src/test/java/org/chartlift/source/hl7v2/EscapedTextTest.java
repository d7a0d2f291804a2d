package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.source.hl7v2.Messages.read;
import static org.chartlift.source.hl7v2.Messages.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "a\\F\\b=a|b",
                "\\S\\\\T\\\\R\\\\E\\=^&~\\",
                "\\X41\\\\X4a4B\\=AJK",
                "\\X0D0A\\='\r\n'",
                "1\\.br\\2\\.sp\\3\\.ce\\4='1\n2\n3\n4'",
                "1\\.sp2\\2='1\n\n2'",
                "1\\.sk3\\2\\.sk+1\\3='1   2 3'",
                "1\\.BR\\2='1\n2'",
            })
    void resolvesWhatTheStandardDefines(String written, String text) {
        assertThat(decoded(written)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\H\\high\\N\\",
                "\\Z01\\",
                "\\.in+4\\\\.ti-2\\\\.fi\\\\.nf\\",
                "\\Q\\",
                "\\\\",
                "ends open \\",
                "ends open \\F",
                "C:\\path\\file",
                "\\f\\",
                "\\X4\\",
                "\\XZZ\\",
                "\\X\\",
                "\\X00\\",
                "\\X1B\\",
                "\\XFF\\",
                "\\.sp100\\",
                "\\.sk\\",
                "\\.skx\\",
                "\\P\\",
                "\\C9999\\x",
            })
    void keepsEverythingElseAsWritten(String written) {
        assertThat(decoded(written)).isEqualTo(written);
    }

    @Test
    void resolvesHexadecimalInTheCharsetOfTheMessage() {
        assertThat(decoded("\\XC3A9\\")).isEqualTo("é");
        assertThat(text(read("MSH|^~\\&|A" + "|".repeat(15) + "8859/1\rNTE|\\XE9\\\r"), "NTE-1"))
                .isEqualTo("é");
    }

    @Test
    void pairsEscapeCharactersFromTheLeft() {
        assertThat(decoded("a\\foo\\F\\b")).isEqualTo("a\\foo\\F\\b");
        assertThat(decoded("a\\foo\\\\F\\b")).isEqualTo("a\\foo\\|b");
    }

    private static String decoded(String written) {
        return text(read("MSH|^~\\&|A\rNTE|" + written + "\r"), "NTE-1");
    }
}

package org.chartlift.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Er7Test {
    @Test
    void everyDelimiterInTextIsEscaped() {
        assertThat(Er7.STANDARD.text("a|b^c~d\\e&f\ng\rh"))
                .isEqualTo("a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f\\.br\\g\\X0D\\h");
    }

    @Test
    void homemadeDelimitersEscapeThemselvesOnly() {
        assertThat(Er7.HOMEMADE.text("a^b$c&d@e")).isEqualTo("a^b\\S\\c&d\\T\\e");
    }

    @Test
    void emptyComponentsAtTheEndAreLeftOut() {
        assertThat(Er7.STANDARD.components("a", "", "b", "", "")).isEqualTo("a^^b");
        assertThat(Er7.STANDARD.components("", "")).isEmpty();
    }

    @Test
    void fieldOneOfAHeaderIsTheSeparator() {
        assertThat(new Segment("MSH", Er7.STANDARD).set(2, "^~\\&").set(4, "X")).hasToString("MSH|^~\\&||X");
        assertThat(new Segment("PID", Er7.STANDARD).set(1, "1").set(3, "X")).hasToString("PID|1||X");
    }

    @Test
    void thePdfNamesTheOffsetOfItsTable() {
        String pdf = Pdf.of("ECG 1");
        int start = Integer.parseInt(pdf.substring(pdf.indexOf("startxref\n") + 10, pdf.indexOf("\n%%EOF")));
        assertThat(pdf.substring(start)).startsWith("xref\n0 6\n");
        assertThat(pdf.getBytes(StandardCharsets.ISO_8859_1)).hasSize(pdf.length());
    }
}

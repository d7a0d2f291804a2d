package org.chartlift.reconcile.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatedTextsTest {
    private final StatedTexts texts = new StatedTexts();

    StatedTextsTest() {
        add("MSH|^~\\&|A\rPID|1||7^^^HOSP&1.2.3&ISO^MR~8\rPV1|1|I|W\\T\\1");
        add("MSH|^~\\&|A\rPV1|1|O|W2");
    }

    private void add(String message) {
        texts.add(RawMessage.of(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTextIsSaidWhereItStandsInAnyRecordAndRepetition() {
        assertThat(texts.says("PID-3.1", "7")).isTrue();
        assertThat(texts.says("PID-3[2]", "8")).isTrue();
        assertThat(texts.says("PID[1]-3.4.2", "1.2.3")).isTrue();
        assertThat(texts.says("PID-3.4", "HOSP&1.2.3&ISO")).isTrue();
        assertThat(texts.says("PID-3.4", "HOSP")).isTrue();
        assertThat(texts.says("PV1-3", "W&1")).isTrue();
        assertThat(texts.says("PV1[2]-2", "O")).isTrue();
    }

    @Test
    void aTextIsNotSaidElsewhereOrOtherwise() {
        assertThat(texts.says("PID-3.1", "9")).isFalse();
        assertThat(texts.says("PID-3.4.2", "7")).isFalse();
        assertThat(texts.says("PV1-3", "W")).isFalse();
        assertThat(texts.says("ZZZ-1", "7")).isFalse();
        assertThat(texts.says("anything", "7")).isFalse();
    }

    @Test
    void whatIsAddedLaterIsSaidToo() {
        assertThat(texts.says("PV1-3", "W3")).isFalse();
        add("MSH|^~\\&|A\rPV1|1|O|W3");
        assertThat(texts.says("PV1-3", "W3")).isTrue();
    }
}

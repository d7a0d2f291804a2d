package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.junit.jupiter.api.Test;

class MessageBytesTest {
    private static final Hl7v2Reader READER = new Hl7v2Reader(event -> null);
    private static final String MESSAGE = "MSH|^~\\&|LAB^1.2^ISO|HOSP|||20240101||ORU^R01^ORU_R01|1|P|2.5.1\r"
            + "PID|1||12^^^H&1.2&ISO~13||Müller^^^\r\rOBX|1|NM|a^b||5.10|mg\\T\\l\r";

    private static void same(byte[] bytes) throws UnreadableRecordException {
        assertThat(MessageBytes.of(bytes, READER).leaves())
                .isEqualTo(READER.read(bytes).leafCount());
    }

    @Test
    void countsTheLeavesThatTheReaderHas() throws UnreadableRecordException {
        for (String text : List.of(
                MESSAGE,
                MESSAGE.replace("|", "*"),
                MESSAGE.replace("\r", "\r\n"),
                MESSAGE.replace("|P|2.5.1", "|P|2.5.1||||||UNICODE UTF-8"),
                "MSH|^~\\&#|||||||ADT^A01|1|P|2.7\rPID|1||\"\"#^#\r")) {
            same(text.getBytes(StandardCharsets.UTF_8));
        }
        same(MESSAGE.getBytes(StandardCharsets.UTF_16LE));
        same(MESSAGE.replace("Müller", "表示^ソ")
                .replace("|P|2.5.1", "|P|2.5.1||||||ISO IR87~SHIFT_JIS")
                .replace("ISO IR87~", "")
                .getBytes(Charset.forName("Shift_JIS")));
    }

    @Test
    void readsKindAndSender() throws UnreadableRecordException {
        MessageBytes message = MessageBytes.of(MESSAGE.getBytes(StandardCharsets.UTF_8), READER);

        assertThat(message.kind()).isEqualTo("ORU^R01");
        assertThat(message.sender()).isEqualTo("LAB|HOSP");
    }
}

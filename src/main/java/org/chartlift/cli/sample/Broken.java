package org.chartlift.cli.sample;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/**
 * A message that no loader may take as it is. Its patient has no other message, so that nothing else waits for it.
 *
 * @param controlId MSH-10; empty if the header is cut before it
 * @param reason as in {@link Truth.Message#reason()}
 * @param bytes with line ends
 */
record Broken(String controlId, String event, String reason, byte[] bytes) {
    private static final int KINDS = 5;

    /** The {@code n}-th broken message of an extract; the kinds take turns. */
    static Broken make(int n, ZonedDateTime time, String lineEnd) {
        String id = String.format(Locale.ROOT, "BROKEN%06d", n);
        String pid =
                "PID|1||B" + String.format(Locale.ROOT, "%07d", n) + "^^^SAMPLEHOSP^MR||Straymore^Testa||19700101|F";
        return switch (n % KINDS) {
            case 0 ->
                of(id, "ZAL^Z01", "no-message-map", time, lineEnd, pid, "IAM|1|DA|7980^Penicillin G^RXNORM|SV|Hives|A");
            case 1 ->
                of(id, "ADT^A28", "charset", time, lineEnd, pid.replace("Straymore", "Str\u00e9ymore"), "PV1|1|N");
            case 2 -> cut(time, lineEnd, pid);
            case 3 ->
                of(
                        id,
                        "ORU^R01",
                        "segment",
                        time,
                        lineEnd,
                        pid,
                        "OBR|1||B" + n + "^LABSYS|36643-5^XR Chest 2 Views^LN|||" + Hl7Time.seconds(time),
                        "OBX|1|TX|36643-5^XR Chest 2 Views^LN||The lungs are clear." + lineEnd
                                + "no fracture is seen||||||F");
            default ->
                of(
                        id,
                        "ZRX^Z02",
                        "no-message-map",
                        time,
                        lineEnd,
                        pid,
                        "ORC|NW|B" + n,
                        "RXE||2670^Codeine^RXNORM|30||mg");
        };
    }

    private static Broken of(
            String id, String event, String reason, ZonedDateTime time, String lineEnd, String... segments) {
        String header = "MSH|^~\\&|CLINSYS|SAMPLEHOSP|CHARTLIFT|MIGRATION|" + Hl7Time.offset(time) + "||" + event + "|"
                + id + "|P|2.5.1||||||UNICODE UTF-8";
        return new Broken(id, event, reason, bytes(header, lineEnd, List.of(segments)));
    }

    private static Broken cut(ZonedDateTime time, String lineEnd, String pid) {
        return new Broken("", "", "header", bytes("MSH|^~\\&|CLINSYS|SAMPLEHOSP", lineEnd, List.of(pid)));
    }

    /** In ISO 8859/1, which makes every letter beyond ASCII a fault in what the header calls UTF-8. */
    private static byte[] bytes(String header, String lineEnd, List<String> segments) {
        String text = header + lineEnd + String.join(lineEnd, segments) + lineEnd;
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

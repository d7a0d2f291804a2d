package org.chartlift.reconcile.job;

import java.nio.charset.StandardCharsets;
import org.chartlift.source.SourceReader;
import org.chartlift.source.UnreadableRecordException;

/**
 * An HL7 v2 message, looked at byte by byte and by nothing else: its kind, its sender, and how many values it has. Delimiters are those of its own MSH (v2.5.1
 * section 2.5.4). Immutable.
 */
final class MessageBytes {
    private static final int FIELD_AT = 3;
    private static final int ENCODING_AT = 4;
    private static final int MESSAGE_TYPE = 9;
    private static final int APPLICATION = 3;
    private static final int FACILITY = 4;

    private final byte[] bytes;
    private final int from;

    private MessageBytes(byte[] bytes, int from) {
        this.bytes = bytes;
        this.from = from;
    }

    /**
     * The message. Text that is neither ASCII nor UTF-8 is taken from the reader's transcription, because other character sets may hide delimiters.
     *
     * @throws UnreadableRecordException if the reader refuses it
     */
    static MessageBytes of(byte[] record, SourceReader reader) throws UnreadableRecordException {
        byte[] bytes = isPlain(record) ? record : reader.read(record).bytes();
        int at = 0;
        while (at + ENCODING_AT < bytes.length && !(bytes[at] == 'M' && bytes[at + 1] == 'S' && bytes[at + 2] == 'H')) {
            at++;
        }
        return new MessageBytes(bytes, at);
    }

    /** ASCII without zeros, or UTF-8 by the shape of its bytes. */
    private static boolean isPlain(byte[] b) {
        for (int i = 0; i < b.length; i++) {
            if (b[i] == 0 || b[i] == 0x1b) {
                return false;
            }
            if (b[i] < 0) {
                return new String(b, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
            }
        }
        return true;
    }

    /** Pieces between delimiters that are not empty, segment names not counted; MSH-1 and MSH-2 are one each. */
    long leaves() {
        byte field = at(FIELD_AT);
        int encodingEnd = from + ENCODING_AT;
        while (encodingEnd < bytes.length && bytes[encodingEnd] != field && !isBreak(bytes[encodingEnd])) {
            encodingEnd++;
        }
        boolean[] delimiter = new boolean[256];
        delimiter[field & 0xff] = true;
        delimiter['\r'] = true;
        delimiter['\n'] = true;
        // component, repetition and, behind the escape character, subcomponent: a fifth one cuts nothing
        for (int i : new int[] {0, 1, 3}) {
            if (from + ENCODING_AT + i < encodingEnd) {
                delimiter[bytes[from + ENCODING_AT + i] & 0xff] = true;
            }
        }
        return 2 + pieces(encodingEnd, delimiter);
    }

    private long pieces(int start, boolean[] delimiter) {
        long count = 0;
        boolean name = false;
        boolean inside = false;
        for (int i = start; i < bytes.length; i++) {
            byte b = bytes[i];
            if (isBreak(b)) {
                name = true;
                inside = false;
            } else if (delimiter[b & 0xff]) {
                name = false;
                inside = false;
            } else if (!inside) {
                inside = true;
                count += name ? 0 : 1;
            }
        }
        return count;
    }

    private byte at(int offset) {
        return from + offset < bytes.length ? bytes[from + offset] : 0;
    }

    private static boolean isBreak(byte b) {
        return b == '\r' || b == '\n';
    }

    /** MSH-9.1 and MSH-9.2 with {@code ^} between; MSH-9.1 alone where the other is empty. */
    String kind() {
        String[] parts = components(MESSAGE_TYPE);
        String event = parts.length > 1 ? parts[1].strip() : "";
        return event.isEmpty() ? parts[0].strip() : parts[0].strip() + "^" + event;
    }

    /** MSH-3.1 and MSH-4.1 with {@code |} between. */
    String sender() {
        return components(APPLICATION)[0].strip() + "|" + components(FACILITY)[0].strip();
    }

    private String[] components(int number) {
        int end = from;
        while (end < bytes.length && !isBreak(bytes[end])) {
            end++;
        }
        String header = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        if (header.length() <= ENCODING_AT) {
            return new String[] {""};
        }
        String[] fields = header.split(java.util.regex.Pattern.quote(String.valueOf(header.charAt(FIELD_AT))), -1);
        // MSH-1 is the separator itself, so that field n stands at n - 1
        String field = fields.length >= number ? fields[number - 1] : "";
        String first = fields.length > 1 && fields[1].length() > 1
                ? field.split(java.util.regex.Pattern.quote(fields[1].substring(1, 2)), -1)[0]
                : field;
        return first.split(java.util.regex.Pattern.quote(String.valueOf(header.charAt(ENCODING_AT))), -1);
    }
}

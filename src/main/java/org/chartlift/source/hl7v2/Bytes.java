package org.chartlift.source.hl7v2;

import java.nio.charset.StandardCharsets;

/** The bytes that HL7 v2 gives a meaning, beside the delimiters. */
final class Bytes {
    static final byte MLLP_START = 0x0b;
    static final byte MLLP_END = 0x1c;
    static final byte ESC = 0x1b;

    private Bytes() {}

    /** Ends a line, or frames a message (MLLP). */
    static boolean isBreak(byte b) {
        return b == '\r' || b == '\n' || b == MLLP_START || b == MLLP_END;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean startsWith(byte[] bytes, int from, int to, String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
    }

    /** Length of a UTF-8 byte order mark at this offset: 3 or 0. */
    static int bom(byte[] bytes, int from, int to) {
        boolean mark = to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }

    /** Index of the first byte at or after {@code from} that is not a break or blank. */
    static int skipWhite(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (isBreak(bytes[i]) || isBlank(bytes[i]))) {
            i++;
        }
        return i;
    }
}

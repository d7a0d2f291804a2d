package org.chartlift.source.hl7v2;

import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.List;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/** Text of two or four bytes a character, which is recognised by where the zero bytes of its first letters stand. */
final class WideText {
    private static final int UTF_16 = 2;
    private static final int UTF_32 = 4;

    private WideText() {}

    /**
     * How wide characters are.
     *
     * @param width bytes a character: 1, 2 or 4
     * @param order which end of it is the significant one
     */
    record Shape(int width, ByteOrder order) {
        static final Shape NARROW = new Shape(1, ByteOrder.BIG_ENDIAN);

        /** The shape of text whose first character, or byte order mark, stands at {@code from}. */
        static Shape of(byte[] bytes, int from, int to) {
            int b0 = from < to ? bytes[from] & 0xff : -1;
            int b1 = from + 1 < to ? bytes[from + 1] & 0xff : -1;
            int b2 = from + 2 < to ? bytes[from + 2] & 0xff : -1;
            int b3 = from + 3 < to ? bytes[from + 3] & 0xff : -1;
            if (b0 == 0 && b1 == 0 && (b2 == 0xfe && b3 == 0xff || b2 == 0 && b3 > 0)) {
                return new Shape(UTF_32, ByteOrder.BIG_ENDIAN);
            }
            if (b2 == 0 && b3 == 0 && (b0 == 0xff && b1 == 0xfe || b0 > 0 && b1 == 0)) {
                return new Shape(UTF_32, ByteOrder.LITTLE_ENDIAN);
            }
            if (b0 == 0xfe && b1 == 0xff || b0 == 0 && b1 > 0) {
                return new Shape(UTF_16, ByteOrder.BIG_ENDIAN);
            }
            return b0 == 0xff && b1 == 0xfe || b0 > 0 && b1 == 0 ? new Shape(UTF_16, ByteOrder.LITTLE_ENDIAN) : NARROW;
        }

        Charset charset() {
            String end = order == ByteOrder.BIG_ENDIAN ? "BE" : "LE";
            return Charset.forName((width == UTF_16 ? "UTF-16" : "UTF-32") + end);
        }

        /** The ASCII character at this offset, or a negative number for any other. */
        byte ascii(byte[] bytes, int offset) {
            int significant = order == ByteOrder.BIG_ENDIAN ? offset + width - 1 : offset;
            for (int i = offset; i < offset + width; i++) {
                if (i != significant && bytes[i] != 0) {
                    return -1;
                }
            }
            return bytes[significant];
        }
    }

    /** The record in UTF-8 if it is wide, without its byte order mark; else null. */
    static @Nullable RecordText narrowed(byte[] bytes) throws UnreadableRecordException {
        Shape shape = Shape.of(bytes, 0, bytes.length);
        if (shape.width() == 1) {
            return null;
        }
        Charset charset = shape.charset();
        byte[] utf8 = StrictText.toUtf8(bytes, 0, bytes.length, charset);
        if (utf8 == null) {
            int bad = StrictText.firstBad(bytes, 0, bytes.length, charset);
            throw Refusal.of("undecodable-charset", "", "byte " + bad + " of the record is no character of " + charset);
        }
        return RecordText.transcoded(utf8, charset, List.of());
    }
}

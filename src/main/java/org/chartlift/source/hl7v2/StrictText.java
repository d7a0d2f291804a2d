package org.chartlift.source.hl7v2;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks and decodes bytes without replacing anything. Memory does not grow with the bytes, except for {@link #decode}. */
final class StrictText {
    /** Answer of the checks where all bytes are characters of the charset. */
    static final int SOUND = -1;

    private static final int CHARACTERS = 8192;

    private StrictText() {}

    /** Index of the first byte that is not ASCII, or is ESC (which begins ISO 2022 text), or {@link #SOUND}. */
    static int firstNotAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || bytes[i] == Bytes.ESC) {
                return i;
            }
        }
        return SOUND;
    }

    /** Index of the first byte that cannot be decoded, or {@link #SOUND}. */
    static int firstBad(byte[] bytes, int from, int to, Charset charset) {
        CharsetDecoder decoder = strict(charset);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(Math.min(CHARACTERS, to - from + 2));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : SOUND;
    }

    /** Index of the first byte that an ISO 8859 set leaves to control functions (0x80 to 0x9f), or {@link #SOUND}. */
    static int firstC1(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < (byte) 0xa0) {
                return i;
            }
        }
        return SOUND;
    }

    /** The text, or null if a byte cannot be decoded. */
    static @Nullable String decode(byte[] bytes, int from, int to, Charset charset) {
        try {
            return strict(charset)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null; // the caller says what it means that these bytes are no text
        }
    }

    /** The same text in UTF-8, or null. */
    static byte @Nullable [] toUtf8(byte[] bytes, int from, int to, Charset charset) {
        String text = decode(bytes, from, to, charset);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}

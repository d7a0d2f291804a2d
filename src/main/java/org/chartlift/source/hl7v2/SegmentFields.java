package org.chartlift.source.hl7v2;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Looks up single fields of one segment without building a tree: for message headers only.
 *
 * @param bytes the bytes
 * @param from offset of the segment's name
 * @param to end of the segment
 * @param delimiters the message's
 */
record SegmentFields(byte[] bytes, int from, int to, Delimiters delimiters) {
    /** The segment whose line begins at this offset. */
    static SegmentFields at(byte[] bytes, int from, int limit, Delimiters delimiters) {
        int to = from;
        while (to < limit && !Bytes.isBreak(bytes[to])) {
            to++;
        }
        return new SegmentFields(bytes, from, to, delimiters);
    }

    /** A field as written; {@code number} counts as HL7 does, so that MSH-2 is the encoding characters. */
    Slice field(int number) {
        boolean isHeader = Bytes.startsWith(bytes, from, to, "MSH");
        return new Slice(from, to).piece(delimiters.field(), isHeader ? number - 1 : number);
    }

    /** Part of the segment. */
    final class Slice {
        private final int start;
        private final int end;

        private Slice(int start, int end) {
            this.start = start;
            this.end = end;
        }

        Slice repetition(int index) {
            return piece(delimiters.repetition(), index);
        }

        Slice component(int number) {
            return piece(delimiters.component(), number - 1);
        }

        Slice subcomponent(int number) {
            return piece(delimiters.subcomponent(), number - 1);
        }

        int count(byte delimiter) {
            int count = 1;
            for (int i = start; i < end; i++) {
                count += delimiter != 0 && bytes[i] == delimiter ? 1 : 0;
            }
            return count;
        }

        /** The text, or null if a byte is not of the charset. */
        @Nullable
        String strictly(Charset charset) {
            return StrictText.decode(bytes, start, end, charset);
        }

        String text(Charset charset) {
            return new String(bytes, start, end - start, charset);
        }

        String ascii() {
            return Bytes.ascii(bytes, start, end).trim();
        }

        /** The piece with this 0-based index, empty behind the last. */
        private Slice piece(byte delimiter, int index) {
            int at = start;
            for (int skipped = 0; skipped < index; skipped++) {
                int next = delimiter == 0 ? -1 : Bytes.indexOf(bytes, at, end, delimiter);
                if (next < 0) {
                    return new Slice(end, end);
                }
                at = next + 1;
            }
            int stop = delimiter == 0 ? -1 : Bytes.indexOf(bytes, at, end, delimiter);
            return new Slice(at, stop < 0 ? end : stop);
        }
    }
}

package org.chartlift.source.hl7v2;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Looks backwards from the end of a file's last line, however long that is.
 *
 * @param channel the file
 * @param shape how wide its characters are
 * @param line the last line
 */
record RecordTail(FileChannel channel, WideText.Shape shape, Line line) {
    private static final int CHUNK = 1 << 16;

    /** Whether an odd number of escape characters stands behind the last delimiter. */
    boolean endsInEscape(Delimiters delimiters) throws IOException {
        boolean odd = false;
        long end = line.end() - (line.end() - line.start()) % shape.width();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (end > line.start()) {
            readBefore(end, chunk);
            for (int i = chunk.limit() - shape.width(); i >= 0; i -= shape.width()) {
                byte b = shape.width() == 1 ? chunk.get(i) : shape.ascii(chunk.array(), i);
                if (b == delimiters.escape() && b != 0) {
                    odd = !odd;
                } else if (separates(b, delimiters)) {
                    return odd;
                }
            }
            end -= chunk.limit();
        }
        return odd;
    }

    private static boolean separates(byte b, Delimiters d) {
        return b == d.field() || b == d.component() || b != 0 && (b == d.repetition() || b == d.subcomponent());
    }

    private void readBefore(long end, ByteBuffer chunk) throws IOException {
        chunk.clear().limit((int) Math.min(CHUNK, end - line.start()));
        long from = end - chunk.limit();
        while (chunk.hasRemaining()) {
            if (channel.read(chunk, from + chunk.position()) < 0) {
                throw new EOFException("the file became shorter while it was scanned");
            }
        }
    }
}

package org.chartlift.source.hl7v2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Streams the lines of a file, in memory bounded by its buffer and the longest header segment that it keeps. MLLP bytes count as breaks. One file,
 * one instance.
 */
final class LineReader {
    /** Header segments are kept up to here; a longer one is cut in {@link Line#head} and not whole. */
    static final int LONGEST_HEADER = 1 << 20;

    private static final int BUFFER = 1 << 18;
    private static final int SHORT_HEAD = 8;
    private static final int NAME_AND_DELIMITER = 4;
    private static final int BYTE_VALUES = 256;
    private static final boolean[] BREAKS = new boolean[BYTE_VALUES];

    static {
        for (byte b : new byte[] {'\r', '\n', Bytes.MLLP_START, Bytes.MLLP_END}) {
            BREAKS[b] = true;
        }
    }

    /** Receives lines in order. */
    interface LineSink {
        void line(Line line) throws IOException;
    }

    private final FileChannel channel;
    private final WideText.Shape shape;
    private final LineSink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final byte[] narrow;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] name = new byte[NAME_AND_DELIMITER];
    private int captured;
    private int captureLimit = SHORT_HEAD;
    private boolean blank = true;
    private long lineStart;

    LineReader(FileChannel channel, FileHead file, LineSink sink) {
        this.channel = channel;
        this.sink = sink;
        shape = file.shape();
        lineStart = file.bom();
        narrow = shape.width() == 1 ? buffer.array() : new byte[BUFFER / shape.width()];
    }

    void read() throws IOException {
        long base = lineStart;
        int count = fill(base);
        while (count > 0) {
            lines(base, squeeze(count));
            base += count;
            count = fill(base);
        }
        endLine(base, (byte) 0);
    }

    private int fill(long position) throws IOException {
        buffer.clear();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, position + buffer.position());
        }
        return buffer.position();
    }

    /** One byte a character; bytes that are left over at the end of the file count as one character that is not ASCII. */
    private int squeeze(int count) {
        int width = shape.width();
        if (width == 1) {
            return count;
        }
        int units = count / width;
        for (int i = 0; i < units; i++) {
            narrow[i] = shape.ascii(buffer.array(), i * width);
        }
        if (units * width < count) {
            narrow[units++] = -1;
        }
        return units;
    }

    private void lines(long base, int units) throws IOException {
        int width = shape.width();
        for (int i = 0; i < units; i++) {
            byte b = narrow[i];
            if (BREAKS[b & 0xff]) {
                endLine(base + (long) i * width, b);
                lineStart = base + (long) (i + 1) * width;
            } else if (captured < captureLimit || blank) {
                content(b, i * width);
            } else {
                captured = captureLimit + 1;
            }
        }
    }

    private void content(byte b, int at) {
        blank = blank && Bytes.isBlank(b);
        if (captured < captureLimit) {
            int length = Math.min(shape.width(), buffer.position() - at);
            head.write(buffer.array(), at, length);
        }
        if (captured < NAME_AND_DELIMITER) {
            name[captured] = b;
            boolean isHeader =
                    captured == NAME_AND_DELIMITER - 1 && Line.named(name, 0, NAME_AND_DELIMITER) != Line.Name.OTHER;
            captureLimit = isHeader ? LONGEST_HEADER : captureLimit;
        }
        captured++;
    }

    private void endLine(long end, byte terminator) throws IOException {
        byte[] raw = head.toByteArray();
        byte[] text = shape.width() == 1 ? raw : new String(raw, shape.charset()).getBytes(StandardCharsets.UTF_8);
        Line line = new Line(lineStart, end, text, captured <= captureLimit, blank, terminator);
        head.reset();
        captured = 0;
        captureLimit = SHORT_HEAD;
        blank = true;
        sink.line(line);
    }
}

package org.chartlift.cli.sample;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to files whose sorted names are their order in time, and their truth beside. Holds one message at a time, and the few that will
 * be sent a second time.
 */
final class ExtractWriter implements Closeable {
    private static final int BATCH = 100;
    private final Path folder;
    private final int messagesPerFile;
    private final TruthWriter truth;
    private final List<Repeat> repeats = new ArrayList<>();
    private int files;
    private int styles;
    private int inMonth;
    private String month = "";
    private String name = "";
    private FileStyle style = FileStyle.of(0);
    private @Nullable OutputStream out;
    private int number;
    private int inBatch;
    private int batches;
    private long bytes;

    /** Bytes that will be sent again after so many further messages. */
    private static final class Repeat {
        private final byte[] message;
        private final Truth.Message meant;
        private int wait;

        Repeat(byte[] message, Truth.Message meant, int wait) {
            this.message = message;
            this.meant = meant;
            this.wait = wait;
        }
    }

    ExtractWriter(Path folder, int messagesPerFile, TruthWriter truth) {
        this.folder = folder;
        this.messagesPerFile = messagesPerFile;
        this.truth = truth;
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    /** One event; {@code repeatAfter} above 0 sends the same bytes again after so many messages, in the same file. */
    void write(Event event, String controlId, int repeatAfter) throws IOException {
        choose(event.time());
        String text = text(event, controlId);
        if (!style.charset().newEncoder().canEncode(text)) {
            changeStyle(event.time());
            text = text(event, controlId);
        }
        byte[] message = text.getBytes(style.charset());
        Truth.Message meant = new Truth.Message(
                name,
                number + 1,
                controlId,
                event.kind(),
                event.person().mrn(),
                ChartFold.iso(event.time()),
                event.expected(),
                "",
                false);
        put(message, meant);
        truth.fields(meant, text, style.charset());
        if (repeatAfter > 0) {
            repeats.add(new Repeat(message, meant, repeatAfter));
        }
        sendRepeats(false);
    }

    /** The style after one in ISO 8859/1 is always in UTF-8. */
    private void changeStyle(ZonedDateTime time) throws IOException {
        if (out == null) {
            style = FileStyle.of(styles++);
        } else {
            close();
            choose(time);
        }
    }

    private String text(Event event, String controlId) {
        return String.join(style.lineEnd(), Message.of(event, controlId, style.declared())) + style.lineEnd();
    }

    void writeBroken(int n, ZonedDateTime time) throws IOException {
        choose(time);
        Broken broken = Broken.make(n, time, style.lineEnd());
        put(
                broken.bytes(),
                new Truth.Message(
                        name,
                        number + 1,
                        broken.controlId(),
                        broken.event(),
                        "",
                        ChartFold.iso(time),
                        "quarantined",
                        broken.reason(),
                        false));
    }

    private void sendRepeats(boolean all) throws IOException {
        for (Repeat repeat : List.copyOf(repeats)) {
            if (all || repeat.wait-- <= 0) {
                repeats.remove(repeat);
                Truth.Message m = repeat.meant;
                put(
                        repeat.message,
                        new Truth.Message(
                                m.file(),
                                number + 1,
                                m.controlId(),
                                m.event(),
                                m.patient(),
                                m.time(),
                                "unchanged",
                                "",
                                true));
            }
        }
    }

    private void put(byte[] message, Truth.Message meant) throws IOException {
        if (out == null) {
            begin();
        }
        if (style.batch() && inBatch == BATCH) {
            endBatch();
        }
        if (style.batch() && inBatch == 0) {
            line("BHS|^~\\&|CLINSYS|SAMPLEHOSP|CHARTLIFT|MIGRATION");
        }
        raw(message);
        if (style.blankLines()) {
            line("");
        }
        number++;
        inBatch++;
        truth.message(meant);
    }

    /** Closes the file where it must end, and chooses name and style of the next; it is made with its first message. */
    private void choose(ZonedDateTime time) throws IOException {
        String wanted = String.format(Locale.ROOT, "%04d-%02d", time.getYear(), time.getMonthValue());
        if (!wanted.equals(month) || number >= messagesPerFile) {
            close();
        }
        if (out != null) {
            return;
        }
        inMonth = wanted.equals(month) ? inMonth + 1 : 0;
        month = wanted;
        name = String.format(Locale.ROOT, "%s/engine-%04d.hl7", month, inMonth);
        style = FileStyle.of(styles++);
    }

    private void begin() throws IOException {
        Files.createDirectories(folder.resolve(month));
        out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16);
        files++;
        if (style.byteOrderMark()) {
            raw("\uFEFF".getBytes(StandardCharsets.UTF_8));
        }
        if (style.batch()) {
            line("FHS|^~\\&|CLINSYS|SAMPLEHOSP|CHARTLIFT|MIGRATION|||" + name.replace('/', '-'));
        }
    }

    private void endBatch() throws IOException {
        line("BTS|" + inBatch);
        inBatch = 0;
        batches++;
    }

    private void line(String text) throws IOException {
        raw((text + style.lineEnd()).getBytes(style.charset()));
    }

    private void raw(byte[] some) throws IOException {
        java.util.Objects.requireNonNull(out).write(some);
        bytes += some.length;
    }

    /** Closes the file that is open, if any; the next message opens another. */
    @Override
    public void close() throws IOException {
        if (out == null) {
            return;
        }
        try (OutputStream closing = out) {
            sendRepeats(true);
            if (style.batch()) {
                endBatch();
                line("FTS|" + batches);
            }
            closing.flush();
        } finally {
            out = null;
            number = 0;
            inBatch = 0;
            batches = 0;
        }
    }
}

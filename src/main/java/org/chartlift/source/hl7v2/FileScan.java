package org.chartlift.source.hl7v2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of one file. A record is held back until the next begins, because what comes behind it can say that it is cut. One file, one
 * instance; see RATIONALE.md for the rules on cut records.
 */
final class FileScan implements LineReader.LineSink {
    private static final int HEAD = 8192;
    private static final int HASH_BUFFER = 1 << 16;
    private static final String CUT_FILE = "cut-file";

    private final SourceFile file;
    private final ScanSink sink;
    private final Hl7v2Settings settings;
    private final FileChannel channel;
    private final FileHead head;
    private final Envelope envelope;
    private final ByteBuffer hashBuffer = ByteBuffer.allocate(HASH_BUFFER);
    private @Nullable OpenRecord current;
    private @Nullable OpenRecord held;
    private boolean frameBegins;
    private int messages;
    private int number;

    private FileScan(SourceFile file, FileChannel channel, ScanSink sink, Hl7v2Settings settings) throws IOException {
        this.file = file;
        this.channel = channel;
        this.sink = sink;
        this.settings = settings;
        envelope = new Envelope(finding -> sink.finding(file.name(), finding));
        ByteBuffer first = ByteBuffer.allocate(HEAD);
        while (first.hasRemaining() && channel.read(first, first.position()) >= 0) {
            // until full or at the end of the file
        }
        byte[] bytes = new byte[first.position()];
        first.flip().get(bytes);
        head = FileHead.of(bytes);
    }

    static void run(SourceFile file, ScanSink sink, Hl7v2Settings settings) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(file.path(), options)) {
            FileScan scan = new FileScan(file, channel, sink, settings);
            new LineReader(channel, scan.head, scan).read();
            scan.endOfFile();
        }
    }

    @Override
    public void line(Line line) throws IOException {
        if (!line.isBlank()) {
            content(line);
        }
        if (line.terminator() == Bytes.MLLP_END) {
            finish(true);
        } else if (line.terminator() == Bytes.MLLP_START) {
            finish(false);
            frameBegins = true;
        }
    }

    private void content(Line line) throws IOException {
        switch (line.name()) {
            case MSH -> {
                finish(false);
                current = OpenRecord.message(line, frameBegins, settings);
                messages++;
                envelope.message();
            }
            case FHS, BHS, BTS, FTS -> {
                finish(false);
                envelope(line);
            }
            default -> {
                if (current == null) {
                    notAMessage(line);
                } else {
                    current.add(line);
                }
            }
        }
        frameBegins = false;
    }

    /** Bytes between an MLLP byte and a message: what stands before them may be cut by that very byte. */
    private void notAMessage(Line line) {
        if (held != null && held.isMessage()) {
            held.addCut("bytes that belong to no message follow it");
        }
        current = OpenRecord.notAMessage(line);
    }

    private void envelope(Line line) throws IOException {
        if (envelope.line(line)) {
            cutFile();
        }
        release();
    }

    private void cutFile() {
        String message = "an envelope was opened and its trailer is missing";
        if (held != null) {
            held.add(Severity.A, CUT_FILE, message);
        }
        sink.finding(file.name(), Refusal.finding(Severity.A, CUT_FILE, "", message));
    }

    private void finish(boolean frameEnds) throws IOException {
        if (current == null) {
            return;
        }
        OpenRecord record = current;
        current = null;
        if (record.isFramed() && !frameEnds) {
            record.addCut("its MLLP frame is not closed");
        }
        if (record.lastLine().terminator() == Bytes.MLLP_START) {
            record.addCut("an MLLP frame begins inside it");
        }
        release();
        held = record;
    }

    private void endOfFile() throws IOException {
        finish(false);
        if (envelope.isOpen()) {
            cutFile();
        }
        if (held != null && held.isMessage() && held.lastLine().terminator() == 0) {
            unterminated(held);
        }
        release();
    }

    private void unterminated(OpenRecord record) throws IOException {
        String evidence = evidenceOfCut(record);
        if (!evidence.isEmpty()) {
            record.addCut(evidence);
        } else {
            Severity severity = settings.strictTermination() ? Severity.A : Severity.C;
            record.add(severity, "unterminated", "the last segment of the file has no terminator");
        }
    }

    private String evidenceOfCut(OpenRecord record) throws IOException {
        if (messages > 1) {
            return "every other message of the file ends with a segment terminator";
        }
        if (record.endsInHeader()) {
            return "the file ends within the message header";
        }
        if (record.lastLine().isStub()) {
            return "the file ends within a segment name or behind it";
        }
        Delimiters delimiters = record.delimiters();
        boolean inEscape =
                delimiters != null && new RecordTail(channel, head.shape(), record.lastLine()).endsInEscape(delimiters);
        return inEscape ? "the file ends within an escape sequence" : "";
    }

    private void release() throws IOException {
        if (held == null) {
            return;
        }
        OpenRecord record = held;
        held = null;
        long length = record.end() - record.start();
        if (length > settings.maxRecordBytes()) {
            record.add(Severity.A, "limit-bytes", "longer than " + settings.maxRecordBytes() + " bytes");
        }
        sink.record(new RecordHeader(
                file.name(),
                ++number,
                record.start(),
                length,
                hash(record.start(), record.end()),
                Hl7v2Reader.FORMAT,
                record.kind(),
                record.controlId(),
                record.patientKeys(),
                record.eventTime(),
                record.findings()));
    }

    private ContentHash hash(long from, long to) throws IOException {
        MessageDigest digest = ContentHash.newDigest();
        long at = from;
        while (at < to) {
            hashBuffer.clear().limit((int) Math.min(HASH_BUFFER, to - at));
            int read = channel.read(hashBuffer, at);
            if (read < 0) {
                throw new IOException("the file became shorter while it was scanned: " + file.name());
            }
            digest.update(hashBuffer.array(), 0, read);
            at += read;
        }
        return ContentHash.of(digest);
    }
}

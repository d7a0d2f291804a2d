package org.chartlift.source.hl7v2;

import java.io.IOException;
import java.util.function.Function;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceReader;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Reads HL7 v2 messages (any version, pipes and hats) by an own tokenizer that changes nothing.
 *
 * <p><b>Tree.</b> Below the root stand groups (where the grammar names any), segments, field repetitions, components and subcomponents, as far as they
 * are populated. MSH-1 and MSH-2 are leaves. Offsets count in {@link SourceTree#bytes()}: the record as it is, or its UTF-8 transcription where
 * its charset (UTF-16, UTF-32, Shift-JIS, GB 18030, Big5, ISO 2022) could hide delimiters in other characters.
 *
 * <p><b>Records.</b> A record is the bytes from the M of MSH up to and including the last byte of its last segment; segment terminators, blank lines and
 * MLLP bytes behind it do not belong to it, so that a message has the same hash with and without a final line break.
 *
 * <p>Rules of refusals (severity A): {@code bad-delimiters}, {@code bad-segment-line}, {@code control-byte}, {@code undecodable-charset},
 * {@code limit-bytes}, {@code limit-segments}, {@code limit-fields}, {@code limit-values}; of the scan: {@code cut-file}, {@code cut-record}, {@code not-a-message},
 * {@code limit-header}. Notices: {@code charset-undeclared} (C), {@code charset-detected} (B), {@code truncated-value} (B), {@code unterminated} (C),
 * {@code batch-count} (B, of the file).
 */
public final class Hl7v2Reader implements SourceReader {
    /** The format's code. */
    public static final String FORMAT = "hl7v2";

    private final Function<String, @Nullable MessageGrammar> grammars;
    private final Hl7v2Settings settings;

    /** With default settings. */
    public Hl7v2Reader(Function<String, @Nullable MessageGrammar> grammars) {
        this(grammars, Hl7v2Settings.DEFAULT);
    }

    /**
     * @param grammars from an event such as {@code ADT^A01} to the grammar by which its segments are grouped; null: all segments stand below the
     *     root. Must be safe for use by several threads.
     */
    public Hl7v2Reader(Function<String, @Nullable MessageGrammar> grammars, Hl7v2Settings settings) {
        this.grammars = grammars;
        this.settings = settings;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean accepts(byte[] head) {
        return FileHead.of(head).isHl7v2();
    }

    @Override
    public void scan(SourceFile file, ScanSink sink) throws IOException {
        FileScan.run(file, sink, settings);
    }

    @Override
    public SourceTree read(byte[] bytes) throws UnreadableRecordException {
        if (bytes.length > settings.maxRecordBytes()) {
            throw Refusal.of("limit-bytes", "", "longer than " + settings.maxRecordBytes() + " bytes");
        }
        RecordText wide = WideText.narrowed(bytes);
        byte[] narrow = wide == null ? bytes : wide.bytes();
        int from = start(narrow);
        int to = end(narrow, from);
        if (!Bytes.startsWith(narrow, from, to, "MSH")) {
            throw Refusal.of("bad-segment-line", "", "a message begins with MSH");
        }
        Delimiters delimiters = Delimiters.of(narrow, from, to);
        RecordText text = wide == null ? new CharsetDecision(bytes, from, to, delimiters, settings).decide() : wide;
        if (text.bytes() != narrow) {
            from = 0;
            to = text.bytes().length;
        }
        MessageGrammar grammar = grammars.apply(Events.event(text.bytes(), from, to, delimiters));
        SourceTree tree = new Tokenizer(text, from, to, delimiters, settings, grammar).tree();
        if (text.alternates()) {
            checkLeaves(tree, new LeafDecoder(text, delimiters, from));
        }
        return tree;
    }

    /**
     * The event of a message that this reader read: {@code MSH-9.1^MSH-9.2}; where MSH-9.2 is empty, with the event of EVN-1, else of MSH-9.3 if that
     * structure belongs to one event only; else MSH-9.1 alone. Empty if MSH-9 is.
     */
    public static String event(SourceTree tree) {
        byte[] bytes = tree.bytes();
        int from = start(bytes);
        try {
            return Events.event(bytes, from, bytes.length, Delimiters.of(bytes, from, end(bytes, from)));
        } catch (UnreadableRecordException e) {
            throw new IllegalArgumentException("not a tree of this reader", e);
        }
    }

    private static int start(byte[] bytes) {
        return Bytes.skipWhite(bytes, Bytes.bom(bytes, 0, bytes.length), bytes.length);
    }

    private static int end(byte[] bytes, int from) {
        int to = bytes.length;
        while (to > from && Bytes.isBreak(bytes[to - 1])) {
            to--;
        }
        return to;
    }

    private static void checkLeaves(SourceTree tree, LeafDecoder decoder) throws UnreadableRecordException {
        for (int i = 0; i < tree.leafCount(); i++) {
            int leaf = tree.leaf(i);
            if (!decoder.isSound(tree.bytes(), tree.offset(leaf), tree.length(leaf))) {
                throw Refusal.of(
                        "undecodable-charset",
                        tree.path(leaf),
                        "a value at byte " + tree.offset(leaf)
                                + " of the record is not in the character set that stands for it");
            }
        }
    }
}

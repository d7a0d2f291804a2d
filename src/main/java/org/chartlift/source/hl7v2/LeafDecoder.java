package org.chartlift.source.hl7v2;

import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;

/** Decodes the leaves of one message. Immutable. */
final class LeafDecoder implements SourceTree.LeafText {
    private final RecordText record;
    private final Delimiters delimiters;
    private final int encodingAt;

    LeafDecoder(RecordText record, Delimiters delimiters, int from) {
        this.record = record;
        this.delimiters = delimiters;
        encodingAt = from + Delimiters.ENCODING_AT;
    }

    @Override
    public String text(byte[] bytes, int start, int length) {
        return isEscaped(bytes, start, length)
                ? new EscapedText(bytes, start, start + length, record, delimiters).decode()
                : new String(bytes, start, length, record.charset());
    }

    /** MSH-2 is the delimiters themselves. */
    private boolean isEscaped(byte[] bytes, int start, int length) {
        return delimiters.escape() != 0
                && start != encodingAt
                && Bytes.indexOf(bytes, start, start + length, delimiters.escape()) >= 0;
    }

    /** Whether every byte of the value is a character of the set it stands in; always so unless the record mixes sets. */
    boolean isSound(byte[] bytes, int start, int length) {
        if (!isEscaped(bytes, start, length)) {
            return StrictText.firstBad(bytes, start, start + length, record.charset()) == StrictText.SOUND;
        }
        EscapedText text = new EscapedText(bytes, start, start + length, record, delimiters);
        text.decode();
        return text.isSound();
    }

    @Override
    public NullKind nullKind(byte[] bytes, int start, int length) {
        if (length == 2 && bytes[start] == '"' && bytes[start + 1] == '"') {
            return NullKind.DELETE;
        }
        for (int i = start; i < start + length; i++) {
            if (!Bytes.isBlank(bytes[i])) {
                return NullKind.VALUE;
            }
        }
        return NullKind.BLANK;
    }
}

package org.chartlift.source.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.record.Finding;

/**
 * A record's bytes and how to read them, after {@link CharsetDecision}.
 *
 * @param bytes the record, or its UTF-8 transcription where the source charset would hide delimiters in other characters
 * @param charset decodes {@code bytes}
 * @param escapes the message's own charset, in which {@code \Xhh\} counts
 * @param alternates whether parts of values may be in other charsets, behind {@code \C..\} or {@code \M..\}, so that each value must be
 *     checked for itself
 * @param findings what was noticed; none of severity A
 */
record RecordText(byte[] bytes, Charset charset, Charset escapes, boolean alternates, List<Finding> findings) {
    static RecordText plain(byte[] bytes, Charset charset, Finding... findings) {
        return new RecordText(bytes, charset, charset, false, List.of(findings));
    }

    /** Pure ASCII: decoded as ISO 8859-1, which is the same and the cheapest. */
    static RecordText ascii(byte[] bytes, Charset escapes) {
        return new RecordText(bytes, StandardCharsets.ISO_8859_1, escapes, false, List.of());
    }

    static RecordText transcoded(byte[] utf8, Charset source, List<Finding> findings) {
        return new RecordText(utf8, StandardCharsets.UTF_8, source, false, findings);
    }
}

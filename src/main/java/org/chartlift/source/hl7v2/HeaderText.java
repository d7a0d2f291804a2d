package org.chartlift.source.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Reads header segments during a scan: as written, escapes unresolved. It only groups and names records, so that a character set which is in
 * doubt is no reason to stop; reading the record decides that.
 *
 * @param delimiters the message's
 * @param declared the charset that MSH-18 names, if it is known
 * @param msh the MSH segment
 */
record HeaderText(Delimiters delimiters, @Nullable Charset declared, SegmentFields msh) {
    private static final String DELETE = "\"\"";

    static HeaderText of(byte[] msh, Hl7v2Settings settings) throws UnreadableRecordException {
        Delimiters delimiters = Delimiters.of(msh, 0, msh.length);
        SegmentFields raw = new SegmentFields(msh, 0, msh.length, delimiters);
        String value = raw.field(CharsetDecision.CHARACTER_SET).repetition(0).ascii();
        String site = settings.charsets().get(value);
        Charset declared = site == null ? CharacterSets.declared(value) : CharacterSets.named(site);
        HeaderText text = new HeaderText(delimiters, declared, raw);
        return new HeaderText(delimiters, declared, text.segment(msh));
    }

    /** The segment, transcoded where delimiters could hide in other characters. */
    SegmentFields segment(byte[] line) {
        byte[] utf8 = null;
        if (declared != null
                && !CharacterSets.isDelimiterSafe(declared)
                && StrictText.firstNotAscii(line, 0, line.length) != StrictText.SOUND) {
            utf8 = StrictText.toUtf8(line, 0, line.length, declared);
        }
        byte[] bytes = utf8 == null ? line : utf8;
        return new SegmentFields(bytes, 0, bytes.length, delimiters);
    }

    boolean lacks(int mshField) {
        return msh.field(mshField).ascii().isEmpty();
    }

    String decoded(SegmentFields.Slice slice) {
        String utf8 = slice.strictly(StandardCharsets.UTF_8);
        if (utf8 != null) {
            return utf8;
        }
        String text = declared == null ? null : slice.strictly(declared);
        return text == null ? slice.text(StandardCharsets.ISO_8859_1) : text;
    }

    /** Adds {@code authority|id} of every repetition: CX.1 and the namespace, else the universal id, of CX.4. */
    void addIdentifiers(SegmentFields.Slice field, Set<String> keys) {
        int repetitions = field.count(delimiters.repetition());
        for (int i = 0; i < repetitions; i++) {
            SegmentFields.Slice cx = field.repetition(i);
            String id = decoded(cx.component(1).subcomponent(1));
            SegmentFields.Slice authority = cx.component(4);
            String namespace = decoded(authority.subcomponent(1));
            if (!id.isBlank() && !id.equals(DELETE)) {
                keys.add((namespace.isEmpty() ? decoded(authority.subcomponent(2)) : namespace) + "|" + id);
            }
        }
    }
}

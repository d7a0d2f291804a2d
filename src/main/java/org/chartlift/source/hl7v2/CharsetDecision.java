package org.chartlift.source.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Decides in which character set a message is written. What its bytes and its declaration (MSH-18, first repetition) do not settle is refused,
 * because a wrong guess changes names and results without a trace; see RATIONALE.md.
 */
final class CharsetDecision {
    private static final String RULE = "undecodable-charset";
    /** MSH-18. */
    static final int CHARACTER_SET = 18;

    private static final int HANDLING_SCHEME = 20;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final Delimiters delimiters;
    private final Hl7v2Settings settings;
    private final SegmentFields.Slice characterSet;
    private final SegmentFields msh;

    CharsetDecision(byte[] bytes, int from, int to, Delimiters delimiters, Hl7v2Settings settings) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.delimiters = delimiters;
        this.settings = settings;
        msh = SegmentFields.at(bytes, from, to, delimiters);
        characterSet = msh.field(CHARACTER_SET);
    }

    RecordText decide() throws UnreadableRecordException {
        String value = characterSet.repetition(0).ascii();
        int first = StrictText.firstNotAscii(bytes, from, to);
        String site = settings.charsets().get(value);
        Charset declared = site == null ? CharacterSets.declared(value) : CharacterSets.named(site);
        if (first == StrictText.SOUND) {
            return RecordText.ascii(bytes, escapeCharset(declared));
        }
        if (site != null) {
            return asDecided(declared, first);
        }
        if (usesIso2022()) {
            return transcoded(Charset.forName(CharacterSets.ISO_2022), List.of());
        }
        if (declared == null || declared.equals(StandardCharsets.US_ASCII)) {
            return undeclared(value, first);
        }
        if (CharacterSets.isLatin(declared)) {
            return latin(declared, first);
        }
        return CharacterSets.isDelimiterSafe(declared) ? safe(declared) : transcoded(declared, List.of());
    }

    private static Charset escapeCharset(@Nullable Charset declared) {
        return declared == null || declared.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : declared;
    }

    private RecordText asDecided(@Nullable Charset charset, int first) throws UnreadableRecordException {
        if (charset == null) {
            throw refused(first, "the setting for its character set names one that this platform does not have");
        }
        return CharacterSets.isDelimiterSafe(charset) ? safe(charset) : transcoded(charset, List.of());
    }

    /** ASCII text cannot hold ESC, so that with a Japanese set or scheme declared it can only begin ISO 2022 text. */
    private boolean usesIso2022() {
        if (Bytes.indexOf(bytes, from, to, Bytes.ESC) < 0) {
            return false;
        }
        boolean declared = msh.field(HANDLING_SCHEME).ascii().startsWith("ISO 2022");
        for (int i = 0; i < repetitions(); i++) {
            declared |= characterSet.repetition(i).ascii().startsWith("ISO IR");
        }
        return declared;
    }

    private int repetitions() {
        return characterSet.count(delimiters.repetition());
    }

    private RecordText undeclared(String value, int first) throws UnreadableRecordException {
        if (StrictText.firstBad(bytes, from, to, StandardCharsets.UTF_8) == StrictText.SOUND) {
            return RecordText.plain(
                    bytes,
                    StandardCharsets.UTF_8,
                    noticed(
                            "charset-undeclared",
                            "text beyond ASCII without a character set in MSH-18 that allows it; it is sound UTF-8 and was read so"));
        }
        if (repetitions() > 1) {
            return new RecordText(bytes, StandardCharsets.US_ASCII, StandardCharsets.US_ASCII, true, List.of());
        }
        Charset detected = value.isEmpty() ? detected() : null;
        if (detected == null) {
            throw refused(first, "neither ASCII nor UTF-8, and no character set is declared that this platform has");
        }
        Finding finding = Refusal.finding(
                Severity.B,
                "charset-detected",
                "MSH-18",
                "no character set is declared; the bytes were read as " + detected);
        return transcoded(detected, List.of(finding));
    }

    private static Finding noticed(String rule, String message) {
        return Refusal.finding(Severity.C, rule, "MSH-18", message);
    }

    /** Only what the detector is certain of before the end of the text, in a charset whose byte patterns are its own. */
    private @Nullable Charset detected() {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(bytes, from, to - from);
        boolean certain = detector.isDone();
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        boolean usable = certain && name != null && CharacterSets.isDetectable(name);
        Charset charset = usable ? CharacterSets.named(name) : null;
        boolean sound = charset != null && StrictText.firstBad(bytes, from, to, charset) == StrictText.SOUND;
        return sound ? charset : null;
    }

    /** ISO 8859 sets decode almost anything, so that a wrong declaration must be seen by other signs. */
    private RecordText latin(Charset declared, int first) throws UnreadableRecordException {
        int control = StrictText.firstC1(bytes, from, to);
        if (control != StrictText.SOUND) {
            throw refused(control, "not a character of " + declared + ", which MSH-18 declares");
        }
        if (StrictText.firstBad(bytes, from, to, StandardCharsets.UTF_8) == StrictText.SOUND) {
            throw refused(first, "MSH-18 declares " + declared + " but all text is sound UTF-8");
        }
        return safe(declared);
    }

    private RecordText safe(Charset charset) throws UnreadableRecordException {
        int bad = StrictText.firstBad(bytes, from, to, charset);
        if (bad == StrictText.SOUND) {
            return RecordText.plain(bytes, charset);
        }
        if (repetitions() > 1) {
            return new RecordText(bytes, charset, charset, true, List.of());
        }
        throw refused(bad, "not a character of " + charset + ", which MSH-18 declares");
    }

    private RecordText transcoded(Charset charset, List<Finding> findings) throws UnreadableRecordException {
        byte[] utf8 = StrictText.toUtf8(bytes, from, to, charset);
        if (utf8 == null) {
            throw refused(StrictText.firstBad(bytes, from, to, charset), "not a character of " + charset);
        }
        return RecordText.transcoded(utf8, charset, findings);
    }

    private UnreadableRecordException refused(int offset, String why) {
        String path = Place.path(bytes, from, offset, delimiters.field());
        return Refusal.of(RULE, path, "byte " + offset + " of the record: " + why);
    }
}

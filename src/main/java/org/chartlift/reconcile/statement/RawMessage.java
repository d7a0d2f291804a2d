package org.chartlift.reconcile.statement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HL7 v2 message as lines of fields, split by the delimiters that its MSH names (HL7 v2.5.1 section 2.5): no grammar, no types, nothing of what
 * the conversion uses.
 */
final class RawMessage {
    private static final String HEADER = "MSH";
    private static final Map<String, Charset> CHARSETS = Map.ofEntries(
            Map.entry("ASCII", StandardCharsets.US_ASCII),
            Map.entry("UNICODE UTF-8", StandardCharsets.UTF_8),
            Map.entry("UTF-8", StandardCharsets.UTF_8),
            Map.entry("UTF8", StandardCharsets.UTF_8),
            Map.entry("8859/1", StandardCharsets.ISO_8859_1),
            Map.entry("ISO-8859-1", StandardCharsets.ISO_8859_1),
            Map.entry("8859/2", Charset.forName("ISO-8859-2")),
            Map.entry("8859/5", Charset.forName("ISO-8859-5")),
            Map.entry("8859/7", Charset.forName("ISO-8859-7")),
            Map.entry("8859/8", Charset.forName("ISO-8859-8")),
            Map.entry("8859/9", Charset.forName("ISO-8859-9")),
            Map.entry("8859/15", Charset.forName("ISO-8859-15")),
            Map.entry("WINDOWS-1252", Charset.forName("windows-1252")));

    private final List<RawSegment> segments;
    private final int[] numbers;

    private RawMessage(List<RawSegment> segments) {
        this.segments = segments;
        this.numbers = new int[segments.size()];
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = seen.merge(segments.get(i).name(), 1, Integer::sum);
        }
    }

    /** Null if the bytes are no message. */
    static @Nullable RawMessage of(byte[] bytes) {
        String text = text(bytes);
        int header = text.indexOf(HEADER);
        if (header < 0 || text.length() < header + 5) {
            return null;
        }
        Marks marks = Marks.of(text, header + HEADER.length());
        List<RawSegment> segments = new ArrayList<>();
        for (String line : text.substring(header).split("[\r\n\u000b\u001c]+")) {
            String trimmed = line.stripLeading();
            if (trimmed.length() >= 3) {
                segments.add(new RawSegment(trimmed, marks));
            }
        }
        return new RawMessage(segments);
    }

    private static String text(byte[] bytes) {
        String ascii = new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1);
        int header = ascii.indexOf(HEADER);
        Charset stated = null;
        if (header >= 0 && ascii.length() > header + 4) {
            String first = ascii.substring(header).split("[\r\n]", 2)[0];
            String[] fields = first.split(java.util.regex.Pattern.quote(first.substring(3, 4)), -1);
            String name = fields.length > 17 ? fields[17].split("[~^]", 2)[0].trim() : "";
            stated = CHARSETS.get(name.toUpperCase(Locale.ROOT));
        }
        String utf8 = strict(bytes, StandardCharsets.UTF_8);
        if (stated != null && !stated.equals(StandardCharsets.US_ASCII) && !stated.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, stated);
        }
        return utf8 != null ? utf8 : new String(bytes, Charset.forName("windows-1252"));
    }

    private static @Nullable String strict(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    List<RawSegment> segments() {
        return segments;
    }

    /** The how manieth segment of its name the segment at an index is, from 1. */
    int number(int index) {
        return numbers[index];
    }

    RawSegment header() {
        return segments.get(0);
    }

    /** The delimiters: of fields, components, repetitions, escapes and subcomponents. */
    record Marks(char field, char component, char repetition, char escape, char subcomponent) {
        static Marks of(String text, int at) {
            char field = text.charAt(at);
            int end = text.indexOf(field, at + 1);
            String others = end < 0 ? "" : text.substring(at + 1, Math.min(end, at + 5));
            return new Marks(
                    field, mark(others, 0, '^'), mark(others, 1, '~'), mark(others, 2, '\\'), mark(others, 3, '&'));
        }

        private static char mark(String others, int at, char otherwise) {
            return at < others.length() ? others.charAt(at) : otherwise;
        }
    }
}

package org.chartlift.source.hl7v2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;
import org.chartlift.source.SourceTree.Kind;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/** One pass over a message's bytes into a tree. One message, one instance. */
final class Tokenizer {
    private static final String BAD_LINE = "bad-segment-line";

    /** Truncated values are listed up to here. */
    private static final int MOST_NOTICES = 100;

    /** Root of a tree without a grammar. */
    private static final String NO_GRAMMAR = "MESSAGE";

    private final RecordText record;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final Delimiters delimiters;
    private final Hl7v2Settings settings;
    private final @Nullable MessageGrammar grammar;
    private final byte[] classes;
    private final SourceTree.Builder builder;
    private final FieldTokens fields;
    private final Grouping grouping;
    private final List<Finding> findings;
    private int[] occurrences = new int[64];
    private int at;
    private int line = 1;
    private int segments;
    private int truncated;

    Tokenizer(
            RecordText record,
            int from,
            int to,
            Delimiters delimiters,
            Hl7v2Settings settings,
            @Nullable MessageGrammar grammar) {
        this.record = record;
        this.bytes = record.bytes();
        this.from = from;
        this.to = to;
        this.delimiters = delimiters;
        this.settings = settings;
        this.grammar = grammar;
        classes = ByteClasses.of(delimiters);
        String root = grammar == null ? NO_GRAMMAR : grammar.name();
        builder = new SourceTree.Builder(bytes, new LeafDecoder(record, delimiters, from), root);
        fields = new FieldTokens(builder);
        grouping = new Grouping(builder, grammar);
        findings = new ArrayList<>(record.findings());
    }

    SourceTree tree() throws UnreadableRecordException {
        at = from;
        while (skipToLine()) {
            segment();
        }
        grouping.finish();
        return builder.build(findings);
    }

    /** Moves to the next line that is not blank; false at the end of the message. */
    private boolean skipToLine() {
        int start = at;
        while (at < to) {
            byte b = bytes[at];
            if (b == '\r' || b == '\n') {
                line += b == '\n' && at > from && bytes[at - 1] == '\r' ? 0 : 1;
                start = at + 1;
            } else if (!Bytes.isBlank(b)) {
                at = start; // blanks before a segment are no segment name: let it be refused
                return true;
            }
            at++;
        }
        return false;
    }

    private void segment() throws UnreadableRecordException {
        int start = at;
        String name = name(start);
        int node = open(name, start);
        at = start + name.length();
        boolean isHeader = segments == 1;
        int firstField = isHeader ? header(node, start) : 1;
        boolean hasFields = at < to && bytes[at] == delimiters.field();
        if (hasFields) {
            at++;
            fields.begin(node, firstField, at);
            fields(name, start);
        } else if (!isHeader && (grammar == null || !grammar.root().holds(name))) {
            throw Refusal.of(
                    BAD_LINE,
                    "",
                    "line " + line + " is a name without fields that the message's grammar does not know");
        }
        builder.setEnd(node, at);
        grouping.ended(at);
    }

    private String name(int start) throws UnreadableRecordException {
        String name = Bytes.ascii(bytes, start, Math.min(to, start + Delimiters.FIELD_AT));
        int behind = start + Delimiters.FIELD_AT;
        boolean ends = behind >= to
                || bytes[behind] == delimiters.field()
                || classes[bytes[behind] & 0xff] == ByteClasses.LINE_END;
        if (!ends || !GrammarParser.isSegmentName(name)) {
            throw Refusal.of(
                    BAD_LINE, "", "line " + line + " is no segment: a line break inside a value, or a damaged message");
        }
        if (name.equals("MSH") != (start == from)) {
            throw Refusal.of(
                    BAD_LINE, "", "line " + line + (start == from ? ": a message begins with MSH" : ": a second MSH"));
        }
        return name;
    }

    private int open(String name, int start) throws UnreadableRecordException {
        if (++segments > settings.maxSegments()) {
            throw Refusal.of("limit-segments", "", "more than " + settings.maxSegments() + " segments");
        }
        int parent = grouping.parentOf(name, start);
        int index = builder.index(name);
        if (index >= occurrences.length) {
            occurrences = Arrays.copyOf(occurrences, index * 2);
        }
        return builder.add(Kind.SEGMENT, parent, index, ++occurrences[index], start, 0, false);
    }

    /** MSH-1 and MSH-2 are leaves as they stand. */
    private int header(int node, int start) {
        int encoding = start + Delimiters.ENCODING_AT;
        at = encoding;
        while (at < to && bytes[at] != delimiters.field() && classes[bytes[at] & 0xff] != ByteClasses.LINE_END) {
            at++;
        }
        builder.add(Kind.FIELD, node, 1, 1, start + Delimiters.FIELD_AT, 1, true);
        builder.add(Kind.FIELD, node, 2, 1, encoding, at - encoding, true);
        return 3;
    }

    private void fields(String name, int start) throws UnreadableRecordException {
        for (int i = at; ; i++) {
            byte meaning = i < to ? classes[bytes[i] & 0xff] : ByteClasses.LINE_END;
            if (meaning == ByteClasses.TEXT) {
                continue;
            }
            noteTruncation(i);
            checkValues(i);
            switch (meaning) {
                case ByteClasses.SUBCOMPONENT -> fields.endSubcomponent(i);
                case ByteClasses.COMPONENT -> fields.endComponent(i);
                case ByteClasses.REPETITION -> fields.endRepetition(i);
                case ByteClasses.FIELD -> endField(i);
                case ByteClasses.LINE_END -> {
                    fields.endField(i);
                    at = i;
                    return;
                }
                default -> throw control(i);
            }
        }
    }

    private void checkValues(int i) throws UnreadableRecordException {
        if (builder.leafCount() >= settings.maxValues()) {
            throw Refusal.of("limit-values", path(i), "more than " + settings.maxValues() + " values");
        }
    }

    private void endField(int i) throws UnreadableRecordException {
        fields.endField(i);
        if (fields.field() > settings.maxFields()) {
            throw Refusal.of("limit-fields", path(i), "a segment has more than " + settings.maxFields() + " fields");
        }
    }

    /** v2.7 section 2.5.5.2: the sender marks a value that it cut. */
    private void noteTruncation(int end) {
        if (delimiters.truncation() == 0 || bytes[end - 1] != delimiters.truncation() || truncated > MOST_NOTICES) {
            return;
        }
        truncated++;
        String message = truncated > MOST_NOTICES
                ? "the sender marks more values as truncated; they are not listed"
                : "the sender marks this value as truncated";
        findings.add(Refusal.finding(Severity.B, "truncated-value", path(end), message));
    }

    private UnreadableRecordException control(int i) {
        return Refusal.of("control-byte", path(i), "byte " + i + " of the record is a control character");
    }

    private String path(int offset) {
        return Place.path(bytes, from, offset, delimiters.field());
    }
}

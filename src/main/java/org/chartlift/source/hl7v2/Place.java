package org.chartlift.source.hl7v2;

/** Names the segment and field at a byte offset, for findings about bytes that could not be tokenized. */
final class Place {
    private Place() {}

    /** For example {@code OBX[3]-5}; only the segment where it has no field before the offset. */
    static String path(byte[] bytes, int from, int offset, byte fieldSeparator) {
        int line = lineStart(bytes, from, offset);
        String name = Bytes.ascii(bytes, line, Math.min(offset, line + Delimiters.FIELD_AT));
        if (!GrammarParser.isSegmentName(name)) {
            return "";
        }
        int field = name.equals("MSH") ? 1 : 0;
        for (int i = line; i < offset; i++) {
            field += bytes[i] == fieldSeparator ? 1 : 0;
        }
        int number = numberOf(bytes, from, line, name);
        return name + (number > 1 ? "[" + number + "]" : "") + (field > 0 ? "-" + field : "");
    }

    private static int lineStart(byte[] bytes, int from, int offset) {
        int line = Math.min(offset, bytes.length);
        while (line > from && !Bytes.isBreak(bytes[line - 1])) {
            line--;
        }
        return line;
    }

    private static int numberOf(byte[] bytes, int from, int line, String name) {
        int number = 1;
        for (int i = from; i < line; i++) {
            boolean starts = i == from || Bytes.isBreak(bytes[i - 1]);
            number += starts && Bytes.startsWith(bytes, i, line, name) ? 1 : 0;
        }
        return number;
    }
}

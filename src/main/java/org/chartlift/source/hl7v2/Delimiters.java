package org.chartlift.source.hl7v2;

import org.chartlift.source.UnreadableRecordException;

/**
 * The delimiters of one message, from MSH-1 and MSH-2 (v2.5.1 section 2.5.4; truncation character v2.7). {@code 0}: not declared, so no byte
 * means it.
 *
 * @param field MSH-1
 * @param component first character of MSH-2
 * @param repetition second
 * @param escape third
 * @param subcomponent fourth
 * @param truncation fifth
 */
record Delimiters(byte field, byte component, byte repetition, byte escape, byte subcomponent, byte truncation) {
    /** Offset of MSH-1 from the M of MSH. */
    static final int FIELD_AT = 3;
    /** Offset of MSH-2. */
    static final int ENCODING_AT = 4;

    private static final int LONGEST = 5;
    private static final String RULE = "bad-delimiters";

    /**
     * Reads the delimiters of the message whose MSH begins at {@code from}.
     *
     * @throws UnreadableRecordException if they are missing, or one byte would have two meanings
     */
    static Delimiters of(byte[] bytes, int from, int to) throws UnreadableRecordException {
        if (to - from <= ENCODING_AT) {
            throw Refusal.of(RULE, "MSH", "the message is too short to hold its delimiters");
        }
        byte field = bytes[from + FIELD_AT];
        int start = from + ENCODING_AT;
        int end = start;
        while (end < to && bytes[end] != field && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        if (end == start || end - start > LONGEST) {
            throw Refusal.of(RULE, "MSH-2", "MSH-2 must hold one to five delimiters and holds " + (end - start));
        }
        Delimiters d = new Delimiters(
                field,
                bytes[start],
                at(bytes, start + 1, end),
                at(bytes, start + 2, end),
                at(bytes, start + 3, end),
                at(bytes, start + 4, end));
        return d.checked(bytes, end, to);
    }

    private static byte at(byte[] bytes, int index, int end) {
        return index < end ? bytes[index] : 0;
    }

    private byte[] all() {
        return new byte[] {field, component, repetition, escape, subcomponent, truncation};
    }

    private Delimiters checked(byte[] bytes, int from, int to) throws UnreadableRecordException {
        byte[] all = all();
        for (int i = 0; i < all.length; i++) {
            if (all[i] != 0 && !canDelimit(all[i])) {
                throw Refusal.of(RULE, i == 0 ? "MSH-1" : "MSH-2", "a delimiter must be a printable ASCII symbol");
            }
            for (int j = 0; j < i; j++) {
                if (all[i] != 0 && all[i] == all[j]) {
                    return withoutRepeated(all[i], bytes, from, to);
                }
            }
        }
        return this;
    }

    /**
     * One character with two meanings is harmless only if the message uses neither it nor a character that would mean something else if the
     * repeated one were a slip: then every reading is the same.
     */
    private Delimiters withoutRepeated(byte repeated, byte[] bytes, int from, int to) throws UnreadableRecordException {
        boolean separates = repeated == field || repeated == component || repeated == repetition;
        for (int i = from; i < to && !separates; i++) {
            byte b = bytes[i];
            separates = b == escape || b == subcomponent || b == truncation;
        }
        if (separates) {
            throw Refusal.of(
                    RULE, "MSH-2", "one delimiter is declared with two meanings and the message depends on which");
        }
        return new Delimiters(field, component, repetition, (byte) 0, (byte) 0, (byte) 0);
    }

    /** Whether a byte may be a delimiter: a printable ASCII symbol other than the quote, which {@code ""} needs. */
    static boolean canDelimit(byte b) {
        boolean letterOrDigit = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
        return b > ' ' && b < 0x7f && b != '"' && !letterOrDigit;
    }
}

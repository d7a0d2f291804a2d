package org.chartlift.source.hl7v2;

/**
 * One line of a file, as {@link LineReader} sees it.
 *
 * @param start byte offset of its first byte in the file
 * @param end byte offset behind its last byte; the break is not part of it
 * @param head its first bytes (in UTF-8 where the file is wide): all of them for header segments, few for others
 * @param whole whether {@code head} is all of it
 * @param isBlank whether it holds nothing but spaces and tabs, or nothing
 * @param terminator the break that ended it (CR, LF, MLLP start or end), or 0 at the end of the file
 */
record Line(long start, long end, byte[] head, boolean whole, boolean isBlank, byte terminator) {
    /** The lines that mean something to the scan. */
    enum Name {
        MSH,
        EVN,
        PID,
        MRG,
        FHS,
        BHS,
        BTS,
        FTS,
        OTHER
    }

    private static final Name[] NAMES = Name.values();
    private static final int NAME_LENGTH = 3;

    /** The name, if a delimiter or nothing follows it; {@link Name#MSH}, FHS and BHS need a delimiter, because they declare it. */
    Name name() {
        Name name = named(head, 0, head.length);
        boolean ends = head.length == NAME_LENGTH && (name == Name.BTS || name == Name.FTS);
        boolean delimited = head.length > NAME_LENGTH && Delimiters.canDelimit(head[NAME_LENGTH]);
        return ends || delimited ? name : Name.OTHER;
    }

    /** The name with which the text at this offset begins, whatever follows. */
    static Name named(byte[] text, int from, int to) {
        for (Name name : NAMES) {
            if (name != Name.OTHER && Bytes.startsWith(text, from, to, name.name())) {
                return name;
            }
        }
        return Name.OTHER;
    }

    /** Whether the text at this offset begins a message or an envelope. */
    static boolean beginsFile(byte[] text, int from, int to) {
        Name name = named(text, from, to);
        return (name == Name.MSH || name == Name.FHS || name == Name.BHS)
                && to > from + NAME_LENGTH
                && Delimiters.canDelimit(text[from + NAME_LENGTH]);
    }

    /** Whether a segment terminator or the end of an MLLP frame ended it. */
    boolean isTerminated() {
        return terminator == '\r' || terminator == '\n' || terminator == Bytes.MLLP_END;
    }

    /** Whether it is a piece of a segment name, or a name with nothing but separators behind it. */
    boolean isStub() {
        if (!whole || head.length <= NAME_LENGTH) {
            return whole;
        }
        for (int i = NAME_LENGTH; i < head.length; i++) {
            if (head[i] != head[NAME_LENGTH]) {
                return false;
            }
        }
        return true;
    }
}

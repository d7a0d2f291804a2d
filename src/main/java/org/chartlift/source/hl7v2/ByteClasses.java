package org.chartlift.source.hl7v2;

/** What each byte value means to the tokenizer, under one message's delimiters. */
final class ByteClasses {
    static final byte TEXT = 0;
    static final byte SUBCOMPONENT = 1;
    static final byte COMPONENT = 2;
    static final byte REPETITION = 3;
    static final byte FIELD = 4;
    static final byte LINE_END = 5;
    static final byte CONTROL = 6;

    private static final int VALUES = 256;

    private ByteClasses() {}

    static byte[] of(Delimiters delimiters) {
        byte[] classes = new byte[VALUES];
        for (int c = 0; c < ' '; c++) {
            classes[c] = CONTROL;
        }
        classes[0x7f] = CONTROL;
        classes['\t'] = TEXT;
        classes['\r'] = LINE_END;
        classes['\n'] = LINE_END;
        set(classes, delimiters.subcomponent(), SUBCOMPONENT);
        set(classes, delimiters.repetition(), REPETITION);
        set(classes, delimiters.component(), COMPONENT);
        set(classes, delimiters.field(), FIELD);
        return classes;
    }

    private static void set(byte[] classes, byte delimiter, byte meaning) {
        if (delimiter != 0) {
            classes[delimiter] = meaning;
        }
    }
}

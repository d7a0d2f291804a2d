package org.chartlift.source.hl7v2;

/**
 * What the first bytes of a file say.
 *
 * @param shape how wide its characters are
 * @param bom length of its byte order mark in bytes
 * @param isHl7v2 whether the first thing in it is a message or an envelope
 */
record FileHead(WideText.Shape shape, int bom, boolean isHl7v2) {
    static FileHead of(byte[] head) {
        WideText.Shape shape = WideText.Shape.of(head, 0, head.length);
        int width = shape.width();
        byte[] text = new byte[head.length / width];
        for (int i = 0; i < text.length; i++) {
            text[i] = width == 1 ? head[i] : shape.ascii(head, i * width);
        }
        int bom = width == 1 ? Bytes.bom(head, 0, head.length) : text.length > 0 && text[0] < 0 ? width : 0;
        int at = Bytes.skipWhite(text, bom / width, text.length);
        return new FileHead(shape, bom, Line.beginsFile(text, at, text.length));
    }
}

package org.chartlift.source.hl7v2;

import java.util.Map;

/** Finds a message's event, which chooses its maps. */
final class Events {
    /** Structures that HL7 table 0354 gives to one event only; others, such as ADT_A01, say nothing about the event. */
    private static final Map<String, String> ONLY_EVENT = Map.ofEntries(
            Map.entry("ADT_A02", "A02"),
            Map.entry("ADT_A03", "A03"),
            Map.entry("ADT_A16", "A16"),
            Map.entry("ADT_A17", "A17"),
            Map.entry("ADT_A18", "A18"),
            Map.entry("ADT_A20", "A20"),
            Map.entry("ADT_A24", "A24"),
            Map.entry("ADT_A37", "A37"),
            Map.entry("ADT_A38", "A38"),
            Map.entry("ADT_A60", "A60"),
            Map.entry("DFT_P03", "P03"),
            Map.entry("OMG_O19", "O19"),
            Map.entry("OML_O21", "O21"),
            Map.entry("ORM_O01", "O01"),
            Map.entry("ORU_R01", "R01"),
            Map.entry("VXU_V04", "V04"));

    private Events() {}

    /**
     * {@code MSH-9.1^MSH-9.2}. Where MSH-9.2 is empty, EVN-1 gives the event, else MSH-9.3 if its structure belongs to one event only, else it
     * is MSH-9.1 alone. White space around a code does not count.
     */
    static String event(byte[] bytes, int from, int to, Delimiters delimiters) {
        SegmentFields msh = SegmentFields.at(bytes, from, to, delimiters);
        int evn = lineOf("EVN", bytes, msh.to(), to);
        String recorded = evn < 0
                ? ""
                : SegmentFields.at(bytes, evn, to, delimiters)
                        .field(1)
                        .component(1)
                        .ascii();
        return event(msh, recorded);
    }

    static String event(SegmentFields msh, String evn1) {
        SegmentFields.Slice type = msh.field(9).repetition(0);
        String message = type.component(1).ascii();
        String trigger = type.component(2).ascii();
        if (trigger.isEmpty()) {
            trigger = evn1.isEmpty() ? eventOf(message, type.component(3).ascii()) : evn1;
        }
        return trigger.isEmpty() ? message : message + "^" + trigger;
    }

    private static String eventOf(String message, String structure) {
        return structure.startsWith(message + "_") ? ONLY_EVENT.getOrDefault(structure, "") : "";
    }

    /** EVN is the second segment, or the third behind software segments: only the head of a message is searched. */
    private static int lineOf(String name, byte[] bytes, int from, int to) {
        int line = Bytes.skipWhite(bytes, from, to);
        for (int n = 0; n < 10 && line < to; n++) {
            if (Bytes.startsWith(bytes, line, to, name)) {
                return line;
            }
            while (line < to && !Bytes.isBreak(bytes[line])) {
                line++;
            }
            line = Bytes.skipWhite(bytes, line, to);
        }
        return -1;
    }
}

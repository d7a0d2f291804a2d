package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;

/** TXA and the OBX of a note. */
final class NoteSegments {
    private static final Code CODE = new Code("34133-9", "Summary of episode note", "LN");
    private final Er7 er7;
    private final Event.Note note;

    NoteSegments(Er7 er7, Event.Note note) {
        this.er7 = er7;
        this.note = note;
    }

    List<Segment> all() {
        List<Segment> all = new ArrayList<>();
        all.add(txa());
        for (Value value : values(note)) {
            all.add(new Segment("OBX", er7)
                    .set(1, "" + all.size())
                    .set(2, value.type())
                    .coded(3, CODE)
                    .set(5, value.written(er7))
                    .set(11, "F"));
        }
        return all;
    }

    private static List<Value> values(Event.Note note) {
        List<String> lines = NoteText.lines(note.seed());
        return switch (note.style()) {
            case LINES -> List.of(new Value.Lines(lines));
            case SEGMENTS ->
                lines.stream().map(l -> (Value) new Value.Lines(List.of(l))).toList();
            case FORMATTED -> List.of(new Value.Text("FT", String.join("\n", lines)));
            case RTF -> List.of(new Value.Attached("TEXT", "RTF", NoteText.rtf(note.seed())));
        };
    }

    private Segment txa() {
        String author = VisitSegments.doctor(er7, note.visit().doctor());
        return new Segment("TXA", er7)
                .set(1, "1")
                .coded(2, note.noteKind())
                .set(3, note.style() == Event.Note.Style.FORMATTED ? "FT" : "TX")
                .set(4, Hl7Time.seconds(note.time().minusMinutes(5)))
                .set(5, author)
                .set(6, Hl7Time.seconds(note.time().minusMinutes(4)))
                .set(9, author)
                .set(12, er7.components(note.number(), "CLINSYS"))
                .set(17, "AU")
                .set(19, "AV");
    }
}

package org.chartlift.reconcile.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a message. Not safe for use by several threads. */
final class RawSegment {
    private final String line;
    private final RawMessage.Marks marks;
    private final String name;
    private String @Nullable [] fields;

    RawSegment(String line, RawMessage.Marks marks) {
        this.line = line;
        this.marks = marks;
        this.name = line.substring(0, 3);
    }

    String name() {
        return name;
    }

    /** The repetitions of a field (from 1); empty if the segment is too short. */
    List<RawValue> field(int number) {
        String[] all = fields;
        if (all == null) {
            all = split(line, marks.field());
            fields = all;
        }
        // the separator itself is MSH-1
        int at = name.equals("MSH") ? number - 1 : number;
        if (at < 1 || at >= all.length) {
            return name.equals("MSH") && number == 1 ? List.of(whole(String.valueOf(marks.field()))) : List.of();
        }
        if (name.equals("MSH") && number == 2) {
            return List.of(whole(all[at]));
        }
        List<RawValue> repetitions = new ArrayList<>();
        for (String text : split(all[at], marks.repetition())) {
            repetitions.add(new RawValue(text, marks, 0));
        }
        return repetitions;
    }

    private RawValue whole(String text) {
        return new RawValue(text, marks, 2);
    }

    /** Splits; an escape sequence never holds a delimiter. */
    static String[] split(String text, char mark) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts.toArray(String[]::new);
    }
}

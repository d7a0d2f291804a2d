package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;

/** The words of a note, always the same for the same seed. */
final class NoteText {
    private NoteText() {}

    static List<String> lines(long seed) {
        Dice dice = Dice.of(seed, 0);
        List<String> lines = new ArrayList<>();
        lines.add("NOTE OF THE SAMPLE HOSPITAL");
        int count = dice.between(3, 10);
        for (int i = 0; i < count; i++) {
            lines.add((i + 1) + ". " + dice.pick(Words.SENTENCES));
        }
        return List.copyOf(lines);
    }

    /** Rich text as an old word processor saves it: ASCII with escapes. */
    static String rtf(long seed) {
        StringBuilder out = new StringBuilder("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs20\n");
        for (String line : lines(seed)) {
            line.chars().forEach(c -> out.append(rtf((char) c)));
            out.append("\\par\n");
        }
        return out.append("}").toString();
    }

    private static String rtf(char c) {
        if (c == '\\' || c == '{' || c == '}') {
            return "\\" + c;
        }
        return c < 128 ? "" + c : "\\u" + (int) c + "?";
    }
}

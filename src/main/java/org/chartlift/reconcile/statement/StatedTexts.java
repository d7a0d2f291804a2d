package org.chartlift.reconcile.statement;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.fact.Forms;

/** The texts of a group's records by where they stand, whichever segment of a name they stand in. Split only where somebody asks. One thread. */
public final class StatedTexts {
    private static final Pattern PATH =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[\\d+\\])?-(\\d+)(?:\\[\\d+\\])?(?:\\.(\\d+))?(?:\\.(\\d+))?");

    private final List<RawMessage> messages = new ArrayList<>();
    private final Map<String, Set<String>> texts = new HashMap<>();

    void add(RawMessage message) {
        messages.add(message);
        texts.clear();
    }

    /** Whether a record says this text at this path ({@code PID-3[2].4.1}; numbers of segments and repetitions tell nothing apart). */
    public boolean says(String path, String text) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return false;
        }
        String key = parts.group(1) + "-" + parts.group(2) + "." + parts.group(3) + "." + parts.group(4);
        return texts.computeIfAbsent(key, k -> texts(parts)).contains(Forms.text(text));
    }

    private Set<String> texts(Matcher path) {
        Set<String> found = new HashSet<>();
        for (RawMessage message : messages) {
            for (RawSegment segment : message.segments()) {
                if (segment.name().equals(path.group(1))) {
                    segment.field(Integer.parseInt(path.group(2))).forEach(value -> add(value, path, found));
                }
            }
        }
        return found;
    }

    private static void add(RawValue value, Matcher path, Set<String> found) {
        RawValue part = value;
        for (int level = 3; level <= 4; level++) {
            if (path.group(level) != null) {
                part = part.part(Integer.parseInt(path.group(level)));
            }
        }
        found.add(Forms.text(part.text()));
        found.add(Forms.text(part.wholeText()));
    }
}

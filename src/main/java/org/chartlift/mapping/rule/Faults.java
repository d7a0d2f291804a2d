package org.chartlift.mapping.rule;

import java.util.List;
import java.util.TreeSet;

/** Collects faults so that an author sees all of them at once. Not for use by several threads. */
public final class Faults {
    private final TreeSet<Fault> all = new TreeSet<>();

    public void add(YamlNode at, String message) {
        add(at.file(), at.line(), message);
    }

    public void add(String file, int line, String message) {
        all.add(new Fault(file, line, message));
    }

    /** Takes over what was found elsewhere. */
    public void add(Faults others) {
        all.addAll(others.all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Everything found so far, by file and line. */
    public List<Fault> list() {
        return List.copyOf(all);
    }
}

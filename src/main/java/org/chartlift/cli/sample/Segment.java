package org.chartlift.cli.sample;

import java.util.Map;
import java.util.TreeMap;

/** One segment under construction. Values are given as written on the wire, escapes done. */
final class Segment {
    private final String name;
    private final Er7 er7;
    private final Map<Integer, String> fields = new TreeMap<>();

    Segment(String name, Er7 er7) {
        this.name = name;
        this.er7 = er7;
    }

    Segment set(int number, String written) {
        if (!written.isEmpty()) {
            fields.put(number, written);
        }
        return this;
    }

    Segment text(int number, String plain) {
        return set(number, er7.text(plain));
    }

    Segment coded(int number, Code code) {
        return set(number, er7.coded(code));
    }

    /** Without line end. In headers field 1 is the separator itself. */
    @Override
    public String toString() {
        boolean header = name.equals("MSH") || name.equals("FHS") || name.equals("BHS");
        StringBuilder out = new StringBuilder(name);
        int last = header ? 1 : 0;
        for (Map.Entry<Integer, String> f : fields.entrySet()) {
            for (; last < f.getKey(); last++) {
                out.append(er7.field());
            }
            out.append(f.getValue());
        }
        return out.toString();
    }
}

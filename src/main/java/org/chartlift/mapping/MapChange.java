package org.chartlift.mapping;

import java.util.List;

/**
 * One difference between two map sets.
 *
 * @param kind what happened to it
 * @param what {@code rule}, {@code map}, {@code message}, {@code vocabulary}, {@code extension}, {@code system}, {@code table} or {@code sender}
 * @param id its id: {@code map/rule}, or name, of a vocabulary with the code
 * @param map id of the map; empty if it belongs to none
 * @param before {@code file:line} where it stood; empty if it is new or not known
 * @param now {@code file:line} where it stands; empty if it is gone or not known
 * @param elements the elements that it writes to, such as {@code Patient.name.family}, sorted; empty if it writes nothing
 */
public record MapChange(
        Kind kind, String what, String id, String map, String before, String now, List<String> elements) {
    /** What happened. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        /** The word used outside Java. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public MapChange {
        elements = List.copyOf(elements);
    }

    /** One line for people. */
    @Override
    public String toString() {
        String where = before.isEmpty() || now.isEmpty() || before.equals(now) ? before + now : before + " -> " + now;
        where = before.equals(now) ? now : where;
        return (kind.word() + " " + what + " " + id + "\t" + String.join(", ", elements) + "\t" + where)
                .stripTrailing();
    }
}

package org.chartlift.source.hl7v2;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One element of a grammar: a segment, a named group, an unnamed sequence or a choice. Immutable. */
final class GrammarPart {
    enum Type {
        SEGMENT,
        GROUP,
        SEQUENCE,
        CHOICE
    }

    private final Type type;
    private final String name;
    private final boolean optional;
    private final boolean repeats;
    private final List<GrammarPart> parts;
    private final Set<String> starts = new LinkedHashSet<>();
    private final Set<String> segments = new LinkedHashSet<>();

    GrammarPart(Type type, String name, boolean optional, boolean repeats, List<GrammarPart> parts) {
        this.type = type;
        this.name = name;
        this.optional = optional;
        this.repeats = repeats;
        this.parts = List.copyOf(parts);
        if (type == Type.SEGMENT) {
            starts.add(name);
            segments.add(name);
        } else {
            collect();
        }
    }

    private void collect() {
        boolean open = true;
        for (GrammarPart part : parts) {
            segments.addAll(part.segments);
            if (open) {
                starts.addAll(part.starts);
            }
            open = open && (type == Type.CHOICE || part.mayBeAbsent());
        }
    }

    /** The same part, optional or repeating if it was or if the bracket around it says so. */
    GrammarPart within(boolean optionalBracket, boolean repeatingBracket) {
        return new GrammarPart(type, name, optional || optionalBracket, repeats || repeatingBracket, parts);
    }

    boolean mayBeAbsent() {
        if (optional || type == Type.SEGMENT) {
            return optional;
        }
        return type == Type.CHOICE
                ? parts.stream().anyMatch(GrammarPart::mayBeAbsent)
                : parts.stream().allMatch(GrammarPart::mayBeAbsent);
    }

    Type type() {
        return type;
    }

    String name() {
        return name;
    }

    boolean repeats() {
        return repeats;
    }

    List<GrammarPart> parts() {
        return parts;
    }

    /** Whether the part can begin with the segment without leaving out anything required. */
    boolean startsWith(String segment) {
        return starts.contains(segment);
    }

    /** Whether the segment can stand anywhere in the part. */
    boolean holds(String segment) {
        return segments.contains(segment);
    }

    /** Every segment of the part, in grammar order. */
    Set<String> segments() {
        return segments;
    }
}

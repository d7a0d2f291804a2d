package org.chartlift.source.hl7v2;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.source.hl7v2.MessageGrammarException.Fault;

/**
 * The order and grouping of the segments of a message, in the notation of HL7 v2.5.1 section 2.13: {@code [X]} optional, {@code {X}}
 * repeating, {@code <A|B>} a choice, {@code [NAME: A [B]]} a group with a name. It is used to group, never to refuse: see
 * {@link Grouping}. Immutable.
 */
public final class MessageGrammar {
    private final GrammarPart root;
    private final Map<String, Set<String>> groups = new LinkedHashMap<>();

    private MessageGrammar(String name, List<GrammarPart> parts) {
        root = new GrammarPart(GrammarPart.Type.GROUP, name, false, false, parts);
        collect(root);
    }

    private void collect(GrammarPart part) {
        if (part.type() == GrammarPart.Type.GROUP) {
            groups.computeIfAbsent(part.name(), n -> new LinkedHashSet<>()).addAll(part.segments());
        }
        part.parts().forEach(this::collect);
    }

    /**
     * Parses a grammar.
     *
     * @param name the message's name, for example {@code ORU_R01}; it is the name of the outermost group and of the root of a tree
     * @throws MessageGrammarException with every fault and its position
     */
    public static MessageGrammar parse(String name, String text) {
        GrammarParser parser = new GrammarParser(text);
        List<GrammarPart> parts = parser.message();
        if (!parser.faults().isEmpty()) {
            List<Fault> faults = parser.faults().stream()
                    .sorted(Comparator.comparingInt(Fault::position))
                    .toList();
            throw new MessageGrammarException(name, faults);
        }
        return new MessageGrammar(name, parts);
    }

    /** The message's name. */
    public String name() {
        return root.name();
    }

    /** The names of all groups, the message's own first, in grammar order. */
    public Set<String> groups() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    /** Every segment of the message, in grammar order. */
    public Set<String> segments() {
        return Collections.unmodifiableSet(root.segments());
    }

    /** Every segment of the groups of this name, nested ones included; empty if there is no such group. */
    public Set<String> segments(String group) {
        return Collections.unmodifiableSet(groups.getOrDefault(group, Set.of()));
    }

    /** Whether a group of this name can hold the segment, itself or in a group within. False for an unknown group. */
    public boolean holds(String group, String segment) {
        return groups.getOrDefault(group, Set.of()).contains(segment);
    }

    GrammarPart root() {
        return root;
    }
}

package org.chartlift.source.hl7v2;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.source.hl7v2.GrammarPart.Type;
import org.chartlift.source.hl7v2.MessageGrammarException.Fault;

/** Recursive descent over a grammar string. Goes on behind a fault, so that all faults are listed at once. */
final class GrammarParser {
    private static final int SEGMENT_NAME_LENGTH = 3;

    private final String text;
    private final List<Fault> faults = new ArrayList<>();
    private int at;

    GrammarParser(String text) {
        this.text = text;
    }

    List<GrammarPart> message() {
        List<GrammarPart> parts = sequence('\0');
        if (parts.isEmpty() || !parts.get(0).name().equals("MSH")) {
            fault(0, "a message begins with MSH");
        }
        return parts;
    }

    List<Fault> faults() {
        return faults;
    }

    /** Parts up to the closing character (or a bar, in a choice), which stays unread. */
    private List<GrammarPart> sequence(char closing) {
        List<GrammarPart> parts = new ArrayList<>();
        while (true) {
            skipSpace();
            char c = peek();
            if (c == closing || c == '|' && closing == '>') {
                return parts;
            }
            if (c == '\0') {
                return parts;
            }
            if (isNamePart(c)) {
                segment(parts);
            } else {
                bracket(parts, c);
            }
        }
    }

    private void segment(List<GrammarPart> parts) {
        int from = at;
        String name = name();
        skipSpace();
        if (peek() == ':') {
            fault(from, "group name " + name + " must stand first in a bracket");
            at++;
        } else if (isSegmentName(name)) {
            parts.add(new GrammarPart(Type.SEGMENT, name, false, false, List.of()));
        } else {
            fault(from, name + " is not the name of a segment (three characters, the first a letter)");
        }
    }

    private void bracket(List<GrammarPart> parts, char open) {
        int from = at;
        at++;
        switch (open) {
            case '[' -> parts.addAll(group(from, ']', true, false));
            case '{' -> parts.addAll(group(from, '}', false, true));
            case '<' -> parts.addAll(choice(from));
            case ']', '}', '>' -> fault(from, open + " closes nothing");
            default -> fault(from, "unexpected " + open);
        }
    }

    private List<GrammarPart> group(int from, char closing, boolean optional, boolean repeats) {
        String name = label();
        List<GrammarPart> parts = sequence(closing);
        close(from, closing);
        if (parts.isEmpty()) {
            fault(from, "empty bracket");
            return List.of();
        }
        if (name.isEmpty() && parts.size() == 1) {
            return List.of(parts.get(0).within(optional, repeats));
        }
        return List.of(new GrammarPart(name.isEmpty() ? Type.SEQUENCE : Type.GROUP, name, optional, repeats, parts));
    }

    private List<GrammarPart> choice(int from) {
        List<GrammarPart> alternatives = new ArrayList<>();
        do {
            List<GrammarPart> parts = sequence('>');
            if (parts.isEmpty()) {
                fault(at, "empty alternative");
            } else {
                alternatives.add(
                        parts.size() == 1 ? parts.get(0) : new GrammarPart(Type.SEQUENCE, "", false, false, parts));
            }
        } while (accept('|'));
        close(from, '>');
        return List.of(new GrammarPart(Type.CHOICE, "", false, false, alternatives));
    }

    /** The group name that stands first in a bracket, or empty. */
    private String label() {
        skipSpace();
        int from = at;
        String name = name();
        skipSpace();
        if (!name.isEmpty() && accept(':')) {
            return name;
        }
        at = from;
        return "";
    }

    private void close(int from, char closing) {
        if (!accept(closing)) {
            fault(from, "bracket is not closed by " + closing);
        }
    }

    private boolean accept(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private String name() {
        int from = at;
        while (isNamePart(peek())) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skipSpace() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void fault(int index, String message) {
        faults.add(new Fault(index + 1, message));
    }

    private static boolean isNamePart(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
    }

    static boolean isSegmentName(String name) {
        return name.length() == SEGMENT_NAME_LENGTH
                && name.charAt(0) >= 'A'
                && name.charAt(0) <= 'Z'
                && name.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }
}

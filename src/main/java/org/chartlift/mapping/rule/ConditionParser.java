package org.chartlift.mapping.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/** Reads conditions: OR of AND of NOT of comparisons, with parentheses. */
public final class ConditionParser {
    private static final java.util.regex.Pattern TOKEN =
            java.util.regex.Pattern.compile("\\s*('(?:[^']|'')*'|[(),]|[<>!]=|[<>=]|[^\\s(),<>=!']+)");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private ConditionParser(String text) throws SyntaxException {
        this.text = text;
        Matcher m = TOKEN.matcher(text);
        int at = 0;
        while (m.find(at) && m.start() == at) {
            tokens.add(m.group(1));
            at = m.end();
        }
        if (!text.substring(at).isBlank()) {
            throw new SyntaxException("cannot read `" + text.substring(at) + "` in condition `" + text + "`");
        }
    }

    public static Condition parse(String text) throws SyntaxException {
        ConditionParser parser = new ConditionParser(text);
        Condition condition = parser.or();
        if (parser.next < parser.tokens.size()) {
            throw parser.unexpected("the end");
        }
        return condition;
    }

    private Condition or() throws SyntaxException {
        List<Condition> parts = new ArrayList<>(List.of(and()));
        while (accept("OR")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Or(List.copyOf(parts));
    }

    private Condition and() throws SyntaxException {
        List<Condition> parts = new ArrayList<>(List.of(not()));
        while (accept("AND")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.And(List.copyOf(parts));
    }

    private Condition not() throws SyntaxException {
        return accept("NOT") ? new Condition.Not(not()) : primary();
    }

    private Condition primary() throws SyntaxException {
        if (accept("(")) {
            Condition inner = or();
            expect(")");
            return inner;
        }
        if (accept("VALUED")) {
            return new Condition.Valued(path());
        }
        if (accept("COUNT")) {
            SourcePath path = inParentheses();
            return new Condition.Count(path, Condition.Comparison.of(take()), number());
        }
        if (accept("LENGTH")) {
            SourcePath path = inParentheses();
            return new Condition.Length(path, Condition.Comparison.of(take()), number());
        }
        return comparison();
    }

    private Condition comparison() throws SyntaxException {
        String operand = operand();
        String operator = take();
        switch (operator) {
            case "=":
                return equal(operand);
            case "!=":
                return new Condition.Not(equal(operand));
            case "IN":
                return in(operand);
            case "NOT":
                expect("IN");
                return new Condition.Not(in(operand));
            case "MATCHES":
                return new Condition.Matches(SourcePath.parse(operand), pattern());
            default:
                next--;
                throw unexpected("=, !=, IN or MATCHES");
        }
    }

    /** A path, or an identifier such as {@code CX(PID-3)}. */
    private String operand() throws SyntaxException {
        String first = take();
        if (!KeyItem.IDENTIFIERS.contains(first) || !accept("(")) {
            return first;
        }
        String identifier = first + "(" + take() + ")";
        expect(")");
        return identifier;
    }

    private Condition equal(String operand) throws SyntaxException {
        if (next < tokens.size() && tokens.get(next).matches("[A-Za-z.].*")) {
            return new Condition.Same(KeyItem.parse(operand), KeyItem.parse(operand()), false);
        }
        return among(operand, Set.of(literal()));
    }

    private Condition in(String operand) throws SyntaxException {
        if (next < tokens.size() && tokens.get(next).matches("[A-Za-z.].*")) {
            return new Condition.Same(KeyItem.parse(operand), KeyItem.parse(operand()), true);
        }
        return among(operand, literals());
    }

    private static Condition among(String operand, Set<String> values) throws SyntaxException {
        return switch (operand) {
            case "EVENT" -> new Condition.EventIn(values);
            case "GROUP" -> new Condition.GroupIn(values);
            default -> new Condition.In(SourcePath.parse(operand), values);
        };
    }

    private Pattern pattern() throws SyntaxException {
        String written = literal();
        try {
            return Pattern.compile(written);
        } catch (PatternSyntaxException e) {
            throw new SyntaxException("`" + written + "` is not an RE2 pattern: " + e.getDescription());
        }
    }

    private Set<String> literals() throws SyntaxException {
        expect("(");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(literal());
        } while (accept(","));
        expect(")");
        return Set.copyOf(values);
    }

    private String literal() throws SyntaxException {
        String token = take();
        if (!token.startsWith("'")) {
            next--;
            throw unexpected("a value in single quotes");
        }
        return token.substring(1, token.length() - 1).replace("''", "'");
    }

    private int number() throws SyntaxException {
        String token = take();
        if (!token.matches("\\d{1,9}")) {
            next--;
            throw unexpected("a number");
        }
        return Integer.parseInt(token);
    }

    private SourcePath inParentheses() throws SyntaxException {
        expect("(");
        SourcePath path = path();
        expect(")");
        return path;
    }

    private SourcePath path() throws SyntaxException {
        return SourcePath.parse(take());
    }

    private boolean accept(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String token) throws SyntaxException {
        if (!accept(token)) {
            throw unexpected("`" + token + "`");
        }
    }

    private String take() throws SyntaxException {
        if (next == tokens.size()) {
            throw unexpected("more");
        }
        return tokens.get(next++);
    }

    private SyntaxException unexpected(String wanted) {
        String found = next < tokens.size() ? "`" + tokens.get(next) + "`" : "the end";
        return new SyntaxException("condition `" + text + "`: expected " + wanted + ", found " + found);
    }
}

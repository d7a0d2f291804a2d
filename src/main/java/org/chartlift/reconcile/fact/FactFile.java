package org.chartlift.reconcile.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.record.Severity;
import org.jspecify.annotations.Nullable;

/** Compiles one document of a facts file. All faults name the fact and, where it is one, the field. */
final class FactFile {
    private static final Set<String> FACT =
            Set.of("fact", "class", "server", "fields", "everywhere", "groups", "statements", "note");
    private static final Set<String> SERVER = Set.of("type", "subject", "where");
    private static final Set<String> FIELD = Set.of(
            "server", "as", "class", "level", "compare", "ifStated", "default", "element", "grows", "match", "note");
    private static final Set<String> STATEMENT =
            Set.of("segment", "when", "unless", "subject", "key", "update", "repeat", "use", "fields", "note");
    private static final Set<String> SAYING = Set.of(
            "from", "const", "when", "unless", "vocab", "unknown", "table", "unit", "join", "lines", "where", "type",
            "note");
    private static final String PATIENT = "PID-3[*], PID-2, PID-4[*]";

    private final String fact;
    private String place;

    private FactFile(String fact) {
        this.fact = fact;
        this.place = fact;
    }

    /** @throws IllegalArgumentException if the document is faulty */
    static FactKind compile(JsonNode document) {
        FactFile file = new FactFile(document.path("fact").asText());
        try {
            return file.kind(document);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.place + ": " + e.getMessage(), e);
        }
    }

    private FactKind kind(JsonNode document) {
        known(document, FACT);
        JsonNode server = document.path("server");
        known(server, SERVER);
        Severity severity = severity(document.path("class"));
        List<FieldKind> fields = new ArrayList<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        each(document.path("fields"), (name, field) -> {
            place = fact + "." + name;
            numbers.put(name, fields.size());
            fields.add(field(name, field));
        });
        for (FieldKind field : List.copyOf(fields)) {
            // what is read beyond a reference is compared where it stands
            boolean coded = field.form() == Form.CONCEPT || field.form() == Form.VALUE;
            if (coded && field.check().level() == Level.VALUES) {
                numbers.put(display(field.name()), fields.size());
                fields.add(displays(field));
            }
        }
        List<StatementKind> statements = new ArrayList<>();
        for (JsonNode statement : document.path("statements")) {
            place = fact + " of " + statement.path("segment").asText();
            statements.add(statement(statement, said(document, statement), numbers));
        }
        if (statements.isEmpty() || fields.isEmpty()) {
            throw new IllegalArgumentException("no statements, or no fields");
        }
        return new FactKind(
                fact,
                text(server, "type"),
                JsonPath.parse(server.path("subject").asText("subject | patient")),
                where(server.path("where")),
                List.copyOf(fields),
                List.copyOf(statements),
                new Check(Level.KEYS, fact + ".missing", severity),
                new Check(Level.KEYS, fact + ".surplus", severity),
                new Check(Level.KEYS, fact + ".doubled", severity));
    }

    private FieldKind field(String name, JsonNode field) {
        known(field, FIELD);
        Form form = form(text(field, "as"));
        String compare = field.path("compare").asText(form.containedByDefault() ? "contains" : "equal");
        return new FieldKind(
                name,
                JsonPath.parse(text(field, "server")),
                form,
                new Check(
                        level(field.path("level").asText("values")), fact + "." + name, severity(field.path("class"))),
                FieldKind.Compare.valueOf(compare.toUpperCase(Locale.ROOT)),
                field.path("ifStated").asBoolean(),
                field.path("grows").asBoolean(),
                field.path("default").asText(),
                field.path("element").asText(),
                field.path("match").asBoolean());
    }

    private static String display(String field) {
        return field + ".display";
    }

    /** The words beside the codes of a field: what somebody sees of them. */
    private FieldKind displays(FieldKind field) {
        return new FieldKind(
                display(field.name()),
                field.server(),
                Form.DISPLAY,
                new Check(field.check().level(), fact + "." + display(field.name()), Severity.B),
                FieldKind.Compare.CONTAINS,
                true,
                field.grows(),
                "",
                field.element(),
                false);
    }

    /** What all statements say, then what the group says that this one uses, then its own. */
    private static ObjectNode said(JsonNode document, JsonNode statement) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        String use = statement.path("use").asText();
        if (!use.isEmpty() && !document.path("groups").has(use)) {
            throw new IllegalArgumentException("no group " + use);
        }
        for (JsonNode part :
                List.of(document.path("everywhere"), document.path("groups").path(use), statement.path("fields"))) {
            each(part, said::set);
        }
        return said;
    }

    private StatementKind statement(JsonNode statement, JsonNode fieldsSaid, Map<String, Integer> numbers) {
        known(statement, STATEMENT);
        Map<Integer, List<FieldStatement>> fields = new LinkedHashMap<>();
        String own = place;
        each(fieldsSaid, (name, said) -> {
            place = own + ", field " + name;
            Integer number = numbers.get(name);
            if (number == null) {
                throw new IllegalArgumentException("no such field");
            }
            List<FieldStatement> ways = new ArrayList<>();
            if (said.isArray()) {
                said.forEach(one -> ways.add(saying(one)));
            } else {
                ways.add(saying(said));
            }
            fields.put(number, List.copyOf(ways));
            Integer displays = numbers.get(display(name));
            if (displays != null) {
                fields.put(displays, fields.get(number));
            }
        });
        List<StatementKind.KeyPart> key = new ArrayList<>();
        for (JsonNode part : statement.path("key")) {
            boolean optional = part.asText().startsWith("?");
            key.add(new StatementKind.KeyPart(
                    SourcePath.parse(optional ? part.asText().substring(1) : part.asText()), optional));
        }
        return new StatementKind(
                text(statement, "segment"),
                conditions(statement.path("when")),
                conditions(statement.path("unless")),
                path(statement, "subject", PATIENT),
                List.copyOf(key),
                oneOf(statement, "update", "replace", "merge").equals("merge"),
                StatementKind.Repeat.valueOf(
                        statement.path("repeat").asText("merge").toUpperCase(Locale.ROOT)),
                Map.copyOf(fields));
    }

    private FieldStatement saying(JsonNode said) {
        if (said.isTextual()) {
            return FieldStatement.of(SourcePath.parse(said.asText()));
        }
        known(said, SAYING);
        if (said.has("from") == said.has("const")) {
            throw new IllegalArgumentException("either from or const");
        }
        return new FieldStatement(
                path(said, "from", ""),
                said.path("const").asText(),
                conditions(said.path("when")),
                conditions(said.path("unless")),
                said.path("vocab").asText(),
                oneOf(said, "unknown", "", "keep").equals("keep"),
                said.path("table").asText(),
                path(said, "unit", ""),
                said.has("join") ? said.path("join").asText() : null,
                said.has("lines") ? said.path("lines").asText() : null,
                conditions(said.path("where")),
                path(said, "type", ""));
    }

    static List<List<SourcePath>> path(JsonNode holder, String name, String otherwise) {
        JsonNode node = holder.path(name);
        if (node.isArray()) {
            Set<String> parts = new LinkedHashSet<>();
            node.forEach(p -> parts.add(p.asText()));
            return SourcePath.parse(String.join(", ", parts));
        }
        String text = node.asText(otherwise);
        return text.isEmpty() ? List.of() : SourcePath.parse(text);
    }

    static List<Condition> conditions(JsonNode node) {
        List<Condition> conditions = new ArrayList<>();
        each(node, (path, test) -> conditions.add(condition(SourcePath.parse(path), test)));
        return List.copyOf(conditions);
    }

    private static Condition condition(List<List<SourcePath>> path, JsonNode test) {
        if (test.isTextual() && test.asText().equals("valued")) {
            return new Condition(path, Condition.Test.VALUED, Set.of(), null);
        } else if (test.isTextual() && test.asText().equals("empty")) {
            return new Condition(path, Condition.Test.EMPTY, Set.of(), null);
        } else if (test.isArray()) {
            return new Condition(path, Condition.Test.IN, texts(test), null);
        } else if (test.has("not")) {
            return new Condition(path, Condition.Test.NOT_IN, texts(test.path("not")), null);
        } else if (test.has("matches")) {
            return new Condition(
                    path,
                    Condition.Test.MATCHES,
                    Set.of(),
                    Pattern.compile(test.path("matches").asText(), Pattern.DOTALL));
        }
        if (test.has("among")) {
            return new Condition(
                    path,
                    Condition.Test.AMONG,
                    Set.of(),
                    null,
                    SourcePath.parse(test.path("among").asText()));
        }
        if (test.has("count")) {
            return new Condition(
                    path, Condition.Test.COUNT, Set.of(test.path("count").asText()), null);
        }
        throw new IllegalArgumentException(
                "a condition is valued, empty, a list, {not: list} or {matches: regex}, {among: path}, {count: number}");
    }

    private List<FactKind.Where> where(JsonNode node) {
        List<FactKind.Where> where = new ArrayList<>();
        each(
                node,
                (path, test) -> where.add(new FactKind.Where(
                        JsonPath.parse(path),
                        test.isArray() ? List.copyOf(texts(test)) : List.of(),
                        !test.asText().equals("empty"))));
        return List.copyOf(where);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(v -> texts.add(v.asText()));
        return texts;
    }

    static String text(JsonNode holder, String name) {
        String text = holder.path(name).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static String oneOf(JsonNode holder, String name, String otherwise, String other) {
        String text = holder.path(name).asText(otherwise);
        if (!text.equals(otherwise) && !text.equals(other)) {
            throw new IllegalArgumentException(name + " cannot be " + text);
        }
        return text;
    }

    private static Severity severity(JsonNode node) {
        return Severity.valueOf(node.asText());
    }

    private static Level level(String code) {
        return Level.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static Form form(String code) {
        return Form.valueOf(code.toUpperCase(Locale.ROOT));
    }

    static void known(JsonNode holder, Set<String> names) {
        holder.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown: " + name);
            }
        });
    }

    private interface Named {
        void accept(String name, JsonNode value);
    }

    private static void each(@Nullable JsonNode holder, Named each) {
        if (holder != null) {
            holder.fields().forEachRemaining(e -> each.accept(e.getKey(), e.getValue()));
        }
    }
}

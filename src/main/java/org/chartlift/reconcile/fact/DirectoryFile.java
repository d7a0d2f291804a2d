package org.chartlift.reconcile.fact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.fact.DirectoryKind.How;
import org.chartlift.reconcile.fact.DirectoryKind.KeyPart;
import org.chartlift.reconcile.fact.DirectoryKind.Member;
import org.chartlift.reconcile.fact.DirectoryKind.Part;
import org.chartlift.reconcile.fact.DirectoryKind.Reading;
import org.chartlift.reconcile.fact.DirectoryKind.Saying;
import org.chartlift.reconcile.fact.DirectoryKind.Shape;
import org.chartlift.record.Severity;

/** Compiles the documents of {@code directory.yaml}, all together: one kind's entries may lead to another's. */
final class DirectoryFile {
    private static final Set<String> KIND =
            Set.of("directory", "change", "reason", "class", "server", "fields", "shapes", "statements", "note");
    private static final Set<String> FIELD = Set.of("server", "as", "class", "compare", "grows", "note");
    private static final Set<String> SHAPE = Set.of("key", "of", "fields", "note");
    private static final Set<String> STATEMENT =
            Set.of("each", "segment", "shape", "when", "unless", "may", "key", "of", "fields", "note");
    private static final Set<String> READING = Set.of(
            "from", "text", "name", "id", "authority", "oid", "code", "system", "designator", "when", "table", "note");
    private static final Pattern PART = Pattern.compile("\\.(\\d+)(?:\\.(\\d+))?");
    private static final int NAME_PARTS = 4;

    private final Map<String, Shape> shapes = new HashMap<>();
    private String place = "";

    private DirectoryFile() {}

    /** @throws IllegalArgumentException if one of the documents is faulty */
    static List<DirectoryKind> compile(Iterable<JsonNode> documents) {
        DirectoryFile file = new DirectoryFile();
        try {
            documents.forEach(file::shapes);
            List<DirectoryKind> kinds = new ArrayList<>();
            documents.forEach(d -> kinds.add(file.kind(d)));
            return List.copyOf(kinds);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.place + ": " + e.getMessage(), e);
        }
    }

    private void shapes(JsonNode document) {
        place = "directory " + document.path("directory").asText();
        Map<String, Integer> numbers = numbers(document);
        document.path("shapes").properties().forEach(e -> {
            place += ", shape " + e.getKey();
            FactFile.known(e.getValue(), SHAPE);
            shapes.put(e.getKey(), shape(document, e.getValue(), numbers));
            place = "directory " + document.path("directory").asText();
        });
    }

    private static Map<String, Integer> numbers(JsonNode document) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        document.path("fields").fieldNames().forEachRemaining(name -> numbers.put(name, numbers.size()));
        return numbers;
    }

    private DirectoryKind kind(JsonNode document) {
        String id = document.path("directory").asText();
        place = "directory " + id;
        FactFile.known(document, KIND);
        Severity severity = Severity.valueOf(FactFile.text(document, "class"));
        List<DirectoryKind.Field> fields = new ArrayList<>();
        document.path("fields").properties().forEach(e -> {
            place = "directory " + id + "." + e.getKey();
            fields.add(field(id, e.getKey(), e.getValue(), severity));
        });
        Map<String, Integer> numbers = numbers(document);
        List<Saying> sayings = new ArrayList<>();
        for (JsonNode statement : document.path("statements")) {
            place = "directory " + id + " of " + statement.path("each").toString()
                    + statement.path("segment").asText();
            FactFile.known(statement, STATEMENT);
            sayings(document, statement, numbers, sayings);
        }
        if (sayings.isEmpty() || fields.isEmpty()) {
            throw new IllegalArgumentException("no statements, or no fields");
        }
        return new DirectoryKind(
                id,
                FactFile.text(document, "server"),
                List.copyOf(fields),
                List.copyOf(sayings),
                new Check(Level.ATTRIBUTION, id + ".missing", severity));
    }

    private static DirectoryKind.Field field(String id, String name, JsonNode field, Severity severity) {
        FactFile.known(field, FIELD);
        String path = FactFile.text(field, "server");
        boolean grows = field.path("grows").asBoolean();
        return new DirectoryKind.Field(
                name,
                path,
                JsonPath.parse(path),
                form(field),
                grows || field.path("compare").asText().equals("contains"),
                grows,
                new Check(
                        Level.ATTRIBUTION,
                        id + "." + name,
                        field.has("class")
                                ? Severity.valueOf(field.path("class").asText())
                                : severity));
    }

    private void sayings(JsonNode document, JsonNode statement, Map<String, Integer> numbers, List<Saying> to) {
        Shape shape = shapes.get(statement.path("shape").asText());
        if (shape == null && statement.has("shape")) {
            throw new IllegalArgumentException(
                    "no shape " + statement.path("shape").asText());
        }
        Shape read = shape == null ? shape(document, statement, numbers) : shape;
        List<String> places = new ArrayList<>();
        JsonNode each = statement.path("each");
        if (each.isArray()) {
            each.forEach(e -> places.add(e.asText()));
        } else if (each.isTextual()) {
            places.add(each.asText());
        }
        if (places.isEmpty() == statement.path("segment").asText().isEmpty()) {
            throw new IllegalArgumentException("either each or segment");
        }
        if (places.isEmpty()) {
            to.add(saying(FactFile.text(statement, "segment"), statement, List.of(), read));
        }
        for (String one : places) {
            List<List<SourcePath>> path = SourcePath.parse(one);
            to.add(saying(path.get(0).get(0).segment(), statement, path, read));
        }
    }

    private static Saying saying(String segment, JsonNode statement, List<List<SourcePath>> each, Shape shape) {
        return new Saying(
                segment,
                FactFile.conditions(statement.path("when")),
                FactFile.conditions(statement.path("unless")),
                statement.path("may").asBoolean(),
                each,
                shape);
    }

    private Shape shape(JsonNode document, JsonNode shape, Map<String, Integer> numbers) {
        List<List<KeyPart>> keys = new ArrayList<>();
        for (JsonNode alternative : shape.path("key")) {
            List<KeyPart> key = new ArrayList<>();
            alternative.forEach(part -> key.add(keyPart(part.asText())));
            keys.add(List.copyOf(key));
        }
        List<Member> of = new ArrayList<>();
        for (JsonNode member : shape.path("of")) {
            Shape its = shapes.get(member.path("shape").asText());
            if (its == null) {
                throw new IllegalArgumentException(
                        "no shape " + member.path("shape").asText() + " before this one");
            }
            of.add(new Member(FactFile.path(member, "from", ""), its));
        }
        Map<Integer, Reading> readings = new LinkedHashMap<>();
        shape.path("fields").properties().forEach(e -> {
            Integer number = numbers.get(e.getKey());
            if (number == null) {
                throw new IllegalArgumentException("no such field: " + e.getKey());
            }
            Form form = form(document.path("fields").path(e.getKey()));
            readings.put(number, reading(form, e.getValue()));
        });
        return new Shape(FactFile.text(document, "server"), List.copyOf(keys), List.copyOf(of), Map.copyOf(readings));
    }

    private static KeyPart keyPart(String text) {
        boolean optional = text.startsWith("?");
        String path = optional ? text.substring(1) : text;
        return path.startsWith(".")
                ? new KeyPart(part(path), List.of(), optional)
                : new KeyPart(null, SourcePath.parse(path), optional);
    }

    private static Part part(String text) {
        Matcher m = PART.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("no part of a value: " + text);
        }
        return new Part(Integer.parseInt(m.group(1)), m.group(2) == null ? 0 : Integer.parseInt(m.group(2)));
    }

    private static Form form(JsonNode field) {
        return Form.valueOf(FactFile.text(field, "as").toUpperCase(Locale.ROOT));
    }

    private static Reading reading(Form form, JsonNode said) {
        if (said.isTextual()) {
            return new Reading(form, How.PLAIN, SourcePath.parse(said.asText()), List.of(), List.of(), "");
        }
        FactFile.known(said, READING);
        How how = How.PLAIN;
        List<List<Part>> parts = new ArrayList<>();
        if (said.has("text")) {
            how = How.TEXT;
            parts.add(parts(said.path("text").asText()));
        } else if (said.has("name")) {
            how = How.NAME;
            said.path("name").forEach(p -> parts.add(parts(p.asText())));
            if (parts.size() != NAME_PARTS) {
                throw new IllegalArgumentException("a name is family, given, prefix, suffix");
            }
        } else if (said.has("id")) {
            how = said.has("oid") ? How.OID : How.IDENTIFIER;
            parts.add(parts(FactFile.text(said, "id")));
            parts.add(parts(said.path(said.has("oid") ? "oid" : "authority").asText()));
        } else if (said.has("code")) {
            how = How.CODE;
            parts.add(parts(FactFile.text(said, "code")));
            parts.add(parts(said.path("system").asText()));
        } else if (said.path("designator").asBoolean()) {
            how = How.DESIGNATOR;
        }
        return new Reading(
                form,
                how,
                FactFile.path(said, "from", ""),
                List.copyOf(parts),
                FactFile.conditions(said.path("when")),
                said.path("table").asText());
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        for (String one : text.trim().split(" +")) {
            if (!one.isEmpty()) {
                parts.add(part(one));
            }
        }
        return List.copyOf(parts);
    }
}

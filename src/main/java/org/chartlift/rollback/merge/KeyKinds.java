package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of keys that members of a list can have, the best first. A key is null for a member that has none. */
final class KeyKinds {
    private static final List<String> CONCEPTS =
            List.of("type", "relationship", "role", "function", "language", "use", "class", "status");

    private static final List<Function<ObjectNode, @Nullable String>> ANY = List.of(
            member -> text(member, "id"),
            member -> text(member, "fullUrl"),
            member -> text(member, "linkId"),
            member -> text(member, "sequence"),
            member -> identifier(member.path("identifier")),
            member -> concept(member.path("code")),
            KeyKinds::references,
            member -> join(references(member), concepts(member)),
            member -> join(references(member), period(member)),
            KeyKinds::concepts,
            KeyKinds::period,
            member -> join(concepts(member), period(member)),
            member -> name(member.path("name")));

    private static final Map<String, List<Function<ObjectNode, @Nullable String>>> BY_TYPE = Map.of(
            "Identifier", List.of(KeyKinds::identifier),
            "Coding", List.of(KeyKinds::coding),
            "ContactPoint", List.of(member -> systemValue(member)),
            "Reference", List.of(KeyKinds::reference),
            "CodeableConcept", List.of(KeyKinds::concept),
            "HumanName", List.of(member -> text(member, "use", ""), KeyKinds::name),
            "Address",
                    List.of(
                            member -> text(member, "use", "") + '|' + text(member, "type", ""),
                            member -> text(member, "use", "") + '|' + text(member, "type", "") + '|' + period(member)),
            "Annotation", List.of(),
            "Dosage", List.of(member -> text(member, "sequence")),
            "Period", List.of(member -> text(member, "start")));

    private KeyKinds() {}

    static List<Function<ObjectNode, @Nullable String>> of(String type) {
        List<Function<ObjectNode, @Nullable String>> own = BY_TYPE.get(type);
        if (own == null) {
            return ANY;
        }
        List<Function<ObjectNode, @Nullable String>> kinds = new ArrayList<>();
        kinds.add(member -> text(member, "id"));
        kinds.addAll(own);
        return kinds;
    }

    private static @Nullable String text(JsonNode member, String name) {
        JsonNode value = member.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static String text(JsonNode member, String name, String otherwise) {
        String text = text(member, name);
        return text == null ? otherwise : text;
    }

    private static @Nullable String join(@Nullable String a, @Nullable String b) {
        return a == null || b == null ? null : a + ' ' + b;
    }

    private static @Nullable String systemValue(JsonNode member) {
        return member.has("value") ? text(member, "system", "") + '|' + text(member, "value", "") : null;
    }

    /** Of an identifier, or of the first in a list of them. */
    private static @Nullable String identifier(JsonNode identifier) {
        return systemValue(identifier.isArray() ? identifier.path(0) : identifier);
    }

    private static @Nullable String coding(JsonNode coding) {
        return coding.has("code") ? text(coding, "system", "") + '|' + text(coding, "code", "") : null;
    }

    /** Of a code, a coding, a concept or a list of them: the first that says something. */
    private static @Nullable String concept(JsonNode concept) {
        if (concept.isArray()) {
            return concept.isEmpty() ? null : concept(concept.path(0));
        }
        if (concept.isValueNode() && !concept.isNull()) {
            return concept.asText();
        }
        JsonNode coding = concept.has("coding") ? concept.path("coding").path(0) : concept;
        String key = coding(coding);
        return key == null ? text(concept, "text") : key;
    }

    private static @Nullable String reference(JsonNode reference) {
        String literal = text(reference, "reference");
        if (literal != null) {
            return literal;
        }
        String identifier = identifier(reference.path("identifier"));
        return identifier == null ? text(reference, "display") : identifier;
    }

    private static @Nullable String references(JsonNode member) {
        List<String> found = new ArrayList<>();
        member.properties().forEach(field -> {
            if (field.getValue().has("reference")) {
                found.add(field.getKey() + '=' + reference(field.getValue()));
            }
        });
        found.sort(null);
        return found.isEmpty() ? null : String.join(" ", found);
    }

    private static @Nullable String concepts(JsonNode member) {
        List<String> found = new ArrayList<>();
        for (String name : CONCEPTS) {
            String key = member.has(name) ? concept(member.path(name)) : null;
            if (key != null) {
                found.add(name + '=' + key);
            }
        }
        return found.isEmpty() ? null : String.join(" ", found);
    }

    private static @Nullable String period(JsonNode member) {
        JsonNode period = member.path("period");
        return period.isObject() ? text(period, "start", "") + '/' + text(period, "end", "") : null;
    }

    private static @Nullable String name(JsonNode name) {
        if (!name.has("family") && !name.has("given") && !name.has("text")) {
            return null;
        }
        return text(name, "use", "")
                + '|'
                + text(name, "text", "")
                + '|'
                + text(name, "family", "")
                + '|'
                + JsonTrees.content(name.path("given"));
    }
}

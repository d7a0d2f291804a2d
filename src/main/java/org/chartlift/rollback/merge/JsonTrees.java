package org.chartlift.rollback.merge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** FHIR JSON as trees in which a decimal keeps its digits ({@code 1.10} is not {@code 1.1}, FHIR R4 section 2.24.0.1). Stateless. */
public final class JsonTrees {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTrees() {}

    /**
     * Reads a resource.
     *
     * @throws IllegalArgumentException if it is not a JSON object; the message has nothing of the text
     */
    public static ObjectNode read(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON at " + e.getLocation().offsetDescription());
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** Writes a tree in one line. */
    public static String write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Whether both are the same value: objects in any order of properties, arrays in order, numbers digit by digit. */
    public static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return number(a).equals(number(b));
        }
        if (a.isObject() && b.isObject()) {
            return sameObject(a, b);
        }
        if (a.isArray() && b.isArray()) {
            return sameArray(a, b);
        }
        return a.equals(b);
    }

    private static boolean sameObject(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : a.properties()) {
            JsonNode other = b.get(field.getKey());
            if (other == null || !same(field.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameArray(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A text that two trees have in common exactly if they are {@link #same}. */
    static String content(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        content(tree, out);
        return out.toString();
    }

    private static void content(JsonNode tree, StringBuilder out) {
        if (tree.isObject()) {
            out.append('{');
            new TreeMap<>(tree.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    .forEach((name, value) -> {
                        out.append(write(MAPPER.getNodeFactory().textNode(name)))
                                .append(':');
                        content(value, out);
                        out.append(',');
                    });
            out.append('}');
        } else if (tree.isArray()) {
            out.append('[');
            tree.forEach(item -> {
                content(item, out);
                out.append(',');
            });
            out.append(']');
        } else {
            out.append(tree.isNumber() ? number(tree) : write(tree));
        }
    }

    private static String number(JsonNode number) {
        return number.decimalValue().toString();
    }
}

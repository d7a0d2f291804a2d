package org.chartlift.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.TargetPath;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * Reads a ConceptMap from FHIR R4 JSON. Plain elements are read here, in a tenth of the time that the model's own parser needs to load
 * itself; a map that holds more than those (narrative, extensions, contained resources) goes to that parser.
 */
final class ConceptMapReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> PARSED_BY_THE_MODEL =
            Set.of("text", "contained", "extension", "modifierExtension");

    private ConceptMapReader() {}

    /** @throws IOException if the text is no JSON, no ConceptMap or has an element that R4 does not know; the message says which */
    static Vocabulary read(String text) throws IOException {
        Object json = json(text);
        if (!(json instanceof Map<?, ?> fields) || !"ConceptMap".equals(fields.get("resourceType"))) {
            throw new IOException("a vocabulary is a resource with the resourceType ConceptMap");
        }
        ConceptMap map = new ConceptMap();
        return new Vocabulary(fill(map, fields) ? map : byModel(text), json);
    }

    /**
     * A ConceptMap and what it says.
     *
     * @param json maps, lists and texts, as the file has them
     */
    record Vocabulary(ConceptMap map, Object json) {}

    private static ConceptMap byModel(String text) throws IOException {
        try {
            return (ConceptMap) new org.hl7.fhir.r4.formats.JsonParser().parse(text);
        } catch (FHIRException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether everything could be set. */
    private static boolean fill(Base base, Map<?, ?> fields) {
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String name = (String) field.getKey();
            if (!name.equals("resourceType") && !set(base, name, field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean set(Base base, String name, Object value) {
        try {
            Model.Step step = Model.step(base, new TargetPath.Step(name, "", ""), "");
            boolean plain = step.exemplar() != null && !PARSED_BY_THE_MODEL.contains(name);
            if (!plain || step.element().list() != value instanceof List) {
                return false;
            }
            for (Object item : value instanceof List<?> list ? list : List.of(value)) {
                if (!add(base, step, item)) {
                    return false;
                }
            }
            return true;
        } catch (SyntaxException unknown) {
            return false;
        }
    }

    private static boolean add(Base base, Model.Step step, Object item) {
        Element element = step.element();
        Base value = null;
        if (item instanceof Map<?, ?> fields) {
            Base child = element.create();
            value = fill(child, fields) ? child : null;
        } else if (step.exemplar() instanceof PrimitiveType && item instanceof String text) {
            value = new Primitive(element.type(), element.factory(), element.codes()).of(text);
        }
        if (value != null) {
            element.set(base, value);
        }
        return value != null;
    }

    private static Object json(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("there is more behind the end of the resource");
            }
            return value;
        }
    }

    /** Objects as sorted maps, arrays as lists, everything else as its text. */
    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> fields = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items;
        }
        if (token == null || token == JsonToken.VALUE_NULL) {
            throw new IOException("FHIR JSON has no null");
        }
        return parser.getText();
    }
}

package org.chartlift.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BackboneType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * Writes a resource of the model as FHIR JSON (FHIR R4 section 2.6.2). The model's own writer names every class of R4, and to load them takes
 * longer than a command's whole start may; a conversion makes no narrative, which is the one thing that this one does not write.
 */
final class ResourceJson {
    private static final Set<String> BARE = Set.of("boolean", "decimal", "integer", "positiveInt", "unsignedInt");
    private static final String CHOICE = "[x]";

    private final JsonGenerator json;

    private ResourceJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(Resource resource, JsonGenerator json) throws IOException {
        new ResourceJson(json).object(resource);
    }

    private void object(Base base) throws IOException {
        json.writeStartObject();
        if (base instanceof Resource resource) {
            json.writeStringField("resourceType", resource.fhirType());
        }
        for (Property property : properties(base)) {
            List<Base> values =
                    property.getValues().stream().filter(v -> !isBlank(v)).toList();
            if (!values.isEmpty()) {
                property(name(property, values.get(0)), property.isList(), values);
            }
        }
        json.writeEndObject();
    }

    /** The model leaves id and extensions out of what Dosage and Timing list. */
    private static List<Property> properties(Base base) {
        if (!(base instanceof BackboneType type)) {
            return base.children();
        }
        List<Property> all = new ArrayList<>();
        all.add(new Property("id", "string", "", 0, 1, type.getIdElement()));
        all.add(new Property("extension", "Extension", "", 0, Integer.MAX_VALUE, type.getExtension()));
        all.addAll(type.children());
        return all;
    }

    /** Nothing stands in it at any depth. The model's own question is not that: a list that holds an empty element is not empty to it. */
    private static boolean isBlank(Base value) {
        if (value instanceof PrimitiveType<?> primitive) {
            return !primitive.hasValue() && !isExtended(primitive);
        }
        return !(value instanceof Resource)
                && properties(value).stream()
                        .flatMap(p -> p.getValues().stream())
                        .allMatch(ResourceJson::isBlank);
    }

    private static String name(Property property, Base value) {
        String name = property.getName();
        if (!name.endsWith(CHOICE)) {
            return name;
        }
        String type = value.fhirType();
        return name.substring(0, name.length() - CHOICE.length())
                + Character.toUpperCase(type.charAt(0))
                + type.substring(1);
    }

    private void property(String name, boolean list, List<Base> values) throws IOException {
        if (!(values.get(0) instanceof PrimitiveType)) {
            json.writeFieldName(name);
            array(list, values, this::object);
            return;
        }
        if (list || ((PrimitiveType<?>) values.get(0)).hasValue()) {
            json.writeFieldName(name);
            array(list, values, v -> primitive((PrimitiveType<?>) v));
        }
        if (values.stream().anyMatch(v -> isExtended((PrimitiveType<?>) v))) {
            json.writeFieldName("_" + name);
            array(list, values, v -> {
                if (isExtended((PrimitiveType<?>) v)) {
                    object(v);
                } else {
                    json.writeNull();
                }
            });
        }
    }

    private static boolean isExtended(PrimitiveType<?> value) {
        return value.hasExtension() || value.getIdElement().hasValue();
    }

    private interface Writer {
        void write(Base value) throws IOException;
    }

    private void array(boolean list, List<Base> values, Writer writer) throws IOException {
        if (list) {
            json.writeStartArray();
        }
        for (Base value : values) {
            writer.write(value);
        }
        if (list) {
            json.writeEndArray();
        }
    }

    private void primitive(PrimitiveType<?> value) throws IOException {
        if (!value.hasValue()) {
            json.writeNull();
        } else if (BARE.contains(value.fhirType())) {
            json.writeRawValue(value.getValueAsString());
        } else {
            json.writeString(value.getValueAsString());
        }
    }
}

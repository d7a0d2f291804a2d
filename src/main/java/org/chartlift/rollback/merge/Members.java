package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A list's members out of its property and the sibling of its primitives, and back. */
final class Members {
    private static final String VALUE = "value";
    private static final String MORE = "_value";

    private Members() {}

    /** Objects as they are; a primitive as an object of {@code value} and {@code _value}. */
    static List<ObjectNode> of(Slot slot, String property) {
        JsonNode values = slot.properties().path(property);
        JsonNode more = slot.properties().path('_' + property);
        List<ObjectNode> members = new ArrayList<>();
        for (int i = 0; i < Math.max(values.size(), more.size()); i++) {
            members.add(member(values.path(i), more.path(i)));
        }
        return members;
    }

    private static ObjectNode member(JsonNode value, JsonNode more) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        ObjectNode primitive = JsonNodeFactory.instance.objectNode();
        if (!value.isMissingNode() && !value.isNull()) {
            primitive.set(VALUE, value);
        }
        if (!more.isMissingNode() && !more.isNull()) {
            primitive.set(MORE, more);
        }
        return primitive;
    }

    static boolean arePrimitive(Sides<Slot> slots, String property) {
        return slots.all().stream()
                .flatMap(s -> s.properties().path(property).valueStream())
                .noneMatch(JsonNode::isObject);
    }

    /** The properties of a list. */
    static ObjectNode properties(String property, Collection<ObjectNode> members, boolean primitive) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        if (members.isEmpty()) {
            return properties;
        }
        if (!primitive) {
            properties.set(property, JsonNodeFactory.instance.arrayNode().addAll(members));
            return properties;
        }
        put(properties, property, members, VALUE);
        put(properties, '_' + property, members, MORE);
        return properties;
    }

    private static void put(ObjectNode properties, String name, Collection<ObjectNode> members, String part) {
        if (members.stream().anyMatch(m -> m.has(part))) {
            ArrayNode array = properties.putArray(name);
            members.forEach(m -> array.add(m.has(part) ? m.get(part) : NullNode.getInstance()));
        }
    }
}

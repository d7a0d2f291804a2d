package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The properties of an object that are one element to the merge: a primitive and its {@code _} sibling, an element of whatever type it is, or
 * several elements that go together.
 *
 * @param name what the slot is found by
 * @param label what it is called within the object's path; empty if it is the object's core
 * @param properties its properties that are there
 */
record Slot(String name, String label, ObjectNode properties) {
    private static final Set<String> CORE_TYPES = Set.of("Address", "HumanName", "Identifier", "ContactPoint");

    /** The object's slots in order. */
    static Map<String, Slot> of(ObjectNode object, ElementType type) {
        Map<String, Slot> slots = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String element = type.element(field.getKey());
            Set<String> together = type.together(element);
            String name = together.isEmpty() ? element : String.join("+", new TreeSet<>(together));
            String label = together.isEmpty() ? element : label(type, element);
            slots.computeIfAbsent(name, n -> new Slot(n, label, JsonNodeFactory.instance.objectNode()))
                    .properties()
                    .set(field.getKey(), field.getValue());
        }
        return slots;
    }

    private static String label(ElementType type, String element) {
        if (CORE_TYPES.contains(type.name())) {
            return "";
        }
        return type.together(element).contains("value") ? "value" : "clinicalStatus";
    }

    static Slot empty(String name, String label) {
        return new Slot(name, label, JsonNodeFactory.instance.objectNode());
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    boolean same(Slot other) {
        return JsonTrees.same(properties, other.properties);
    }

    /** For a person to read: the value where there is only one under its own name, else the properties. */
    JsonNode shown() {
        if (properties.isEmpty()) {
            return NullNode.getInstance();
        }
        JsonNode only = properties.size() == 1 ? properties.get(label) : null;
        return only == null ? properties : only;
    }
}

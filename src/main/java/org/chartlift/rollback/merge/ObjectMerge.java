package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges objects property by property, and hands their lists to {@link ListMerge}. Collects conflicts in the list it is given. */
final class ObjectMerge {
    private final List<Conflict> conflicts;

    ObjectMerge(List<Conflict> conflicts) {
        this.conflicts = conflicts;
    }

    /** The merged object; shares members with the sides. */
    ObjectNode merge(String path, ElementType type, Sides<ObjectNode> sides) {
        Sides<Map<String, Slot>> slots = sides.map(object -> Slot.of(object, type));
        Map<String, String> names = new LinkedHashMap<>();
        slots.all().forEach(side -> side.forEach((name, slot) -> names.putIfAbsent(name, slot.label())));
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        names.forEach((name, label) -> {
            String at = label.isEmpty() ? path : path + '.' + label;
            merged.setAll(slot(at, type, slots.map(side -> side.getOrDefault(name, Slot.empty(name, label)))));
        });
        return merged;
    }

    private ObjectNode slot(String path, ElementType type, Sides<Slot> slots) {
        if (slots.untouched(Slot::same)) {
            return slots.base().properties();
        }
        if (slots.base().same(slots.ours()) || slots.base().same(slots.current())) {
            return slots.current().properties();
        }
        Set<String> properties = properties(slots);
        if (isList(slots)) {
            String plain = properties.stream()
                    .filter(p -> !p.startsWith("_"))
                    .findFirst()
                    .orElse("");
            return new ListMerge(this, conflicts).merge(path, plain, type, slots);
        }
        return properties.size() == 1 ? value(path, type, properties.iterator().next(), slots) : conflict(path, slots);
    }

    private static Set<String> properties(Sides<Slot> slots) {
        Set<String> properties = new HashSet<>();
        slots.all().forEach(s -> s.properties().fieldNames().forEachRemaining(properties::add));
        return properties;
    }

    /** A list is one property, with or without its sibling, and an array wherever it is there. */
    private static boolean isList(Sides<Slot> slots) {
        Set<String> properties = properties(slots);
        String plain =
                properties.stream().filter(p -> !p.startsWith("_")).findFirst().orElse("");
        return !plain.isEmpty()
                && properties.stream().allMatch(p -> p.equals(plain) || p.equals('_' + plain))
                && slots.all().stream()
                        .flatMap(s -> s.properties().properties().stream())
                        .allMatch(p -> p.getValue().isArray());
    }

    private ObjectNode value(String path, ElementType parent, String property, Sides<Slot> slots) {
        Sides<JsonNode> values = slots.map(slot -> slot.properties().path(property));
        ElementType type = parent.of(property, values.all());
        if (values.all().stream().allMatch(JsonNode::isObject) && divisible(type, values)) {
            ObjectNode merged = item(path, type, values.map(ObjectNode.class::cast));
            return JsonNodeFactory.instance.objectNode().set(property, merged);
        }
        return conflict(path, slots);
    }

    /** What is one of the three, or can be put together from them; else what is there now, and a conflict. */
    ObjectNode item(String path, ElementType type, Sides<ObjectNode> sides) {
        if (sides.untouched(JsonTrees::same)) {
            return sides.base();
        }
        if (JsonTrees.same(sides.base(), sides.ours()) || JsonTrees.same(sides.base(), sides.current())) {
            return sides.current();
        }
        if (!divisible(type, sides.map(side -> side))) {
            conflicts.add(new Conflict(path, sides.base(), sides.ours(), sides.current()));
            return sides.current();
        }
        int known = conflicts.size();
        ObjectNode merged = merge(path, type, sides);
        if (type.name().equals("Period") && endsBeforeItStarts(merged)) {
            conflicts.subList(known, conflicts.size()).clear();
            conflicts.add(new Conflict(path, sides.base(), sides.ours(), sides.current()));
            return sides.current();
        }
        return merged;
    }

    private static boolean divisible(ElementType type, Sides<? extends JsonNode> sides) {
        if (type.name().equals("CodeableConcept")) {
            return isOneConcept(sides);
        }
        return !type.indivisible();
    }

    /** Codings of different concepts must not come together: one coding must be on all three sides. */
    private static boolean isOneConcept(Sides<? extends JsonNode> sides) {
        Set<String> shared = Subject.codings(sides.base());
        shared.retainAll(Subject.codings(sides.ours()));
        shared.retainAll(Subject.codings(sides.current()));
        return !shared.isEmpty();
    }

    /** By the day, which both have or the comparison says nothing. */
    private static boolean endsBeforeItStarts(ObjectNode period) {
        int day = "2000-01-01".length();
        String start = period.path("start").asText();
        String end = period.path("end").asText();
        return start.length() >= day
                && end.length() >= day
                && start.substring(0, day).compareTo(end.substring(0, day)) > 0;
    }

    ObjectNode conflict(String path, Sides<Slot> slots) {
        Sides<JsonNode> shown = slots.map(Slot::shown);
        conflicts.add(new Conflict(path, shown.base(), shown.ours(), shown.current()));
        return slots.current().properties();
    }
}

package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code Resource.meta}, which says more about versions than about content. */
final class Meta {
    private static final Set<String> SETS = Set.of("profile", "security", "tag");

    private Meta() {}

    /** A resource without its meta, and its meta without what the server sets. */
    record Split(ObjectNode body, ObjectNode meta) {
        boolean same(Split other) {
            return JsonTrees.same(body, other.body) && JsonTrees.same(meta, other.meta);
        }

        /** The resource as one again. */
        ObjectNode joined() {
            ObjectNode resource = JsonNodeFactory.instance.objectNode();
            for (String first : List.of("resourceType", "id")) {
                if (body.has(first)) {
                    resource.set(first, body.get(first));
                }
            }
            if (!meta.isEmpty()) {
                resource.set("meta", meta.deepCopy());
            }
            return resource.setAll(body.deepCopy());
        }
    }

    static Split split(ObjectNode resource) {
        ObjectNode body = resource.deepCopy();
        JsonNode removed = body.remove("meta");
        ObjectNode meta = removed instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        meta.remove(List.of("versionId", "lastUpdated"));
        withoutRequestId(meta);
        SETS.forEach(name -> {
            if (meta.path(name).isEmpty()) {
                meta.remove(name);
            }
        });
        return new Split(body, meta);
    }

    /** HAPI appends the id of the request that wrote the version. */
    private static void withoutRequestId(ObjectNode meta) {
        String source = meta.path("source").asText();
        if (source.indexOf('#') == 0) {
            meta.remove("source");
        } else if (source.indexOf('#') > 0) {
            meta.put("source", source.substring(0, source.indexOf('#')));
        }
    }

    /** Never a conflict: sets merge, and all else says who wrote last. */
    static ObjectNode merge(Sides<ObjectNode> sides) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        Set<String> names = new LinkedHashSet<>();
        sides.all().forEach(meta -> meta.fieldNames().forEachRemaining(names::add));
        for (String name : names) {
            Sides<JsonNode> values = sides.map(meta -> meta.path(name));
            JsonNode value = SETS.contains(name)
                    ? set(values)
                    : values.untouched(JsonTrees::same) ? values.base() : values.current();
            if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
                merged.set(name, value.deepCopy());
            }
        }
        return merged;
    }

    private static ArrayNode set(Sides<JsonNode> sides) {
        Sides<Map<String, JsonNode>> sets = sides.map(Meta::members);
        Map<String, JsonNode> result = new LinkedHashMap<>(sets.current());
        sets.ours().keySet().stream()
                .filter(key -> !sets.base().containsKey(key))
                .filter(key -> sets.between().stream().allMatch(side -> side.containsKey(key)))
                .forEach(result::remove);
        sets.base().forEach((key, value) -> {
            if (!sets.ours().containsKey(key) && sets.between().stream().noneMatch(side -> side.containsKey(key))) {
                result.putIfAbsent(key, value);
            }
        });
        return JsonNodeFactory.instance.arrayNode().addAll(new ArrayList<>(result.values()));
    }

    private static Map<String, JsonNode> members(JsonNode list) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        list.forEach(member -> members.putIfAbsent(
                member.isObject()
                        ? member.path("system").asText()
                                + '|'
                                + member.path("code").asText()
                        : member.asText(),
                member));
        return members;
    }
}

package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a resource is about: the drug of an order, the test of a result, the problem, the vaccine. All else in it is said of this, so the dose of one drug
 * must not come to stand beside another.
 */
final class Subject {
    /** Names of the elements in FHIR R4, choices with each of their types. */
    private static final List<String> ELEMENTS = List.of(
            "code",
            "codeCodeableConcept",
            "codeReference",
            "medicationCodeableConcept",
            "medicationReference",
            "itemCodeableConcept",
            "itemReference",
            "vaccineCode");

    private Subject() {}

    /** Whether all sides are about the same; of what was deleted on the way, only those that are there. */
    static boolean isOne(Sides<ObjectNode> sides) {
        return sides.all().stream()
                .filter(side -> !side.isEmpty())
                .allMatch(side -> isSame(about(sides.ours()), about(side)));
    }

    private static TreeMap<String, JsonNode> about(ObjectNode resource) {
        TreeMap<String, JsonNode> about = new TreeMap<>();
        ELEMENTS.stream().filter(resource::has).forEach(name -> about.put(name, resource.get(name)));
        return about;
    }

    private static boolean isSame(TreeMap<String, JsonNode> ours, TreeMap<String, JsonNode> other) {
        return ours.keySet().equals(other.keySet())
                && ours.entrySet().stream().allMatch(e -> isSame(e.getValue(), other.get(e.getKey())));
    }

    /** The same value, or concepts that share a coding: a translation that comes or goes changes nothing. */
    private static boolean isSame(JsonNode ours, JsonNode other) {
        Set<String> shared = codings(ours);
        shared.retainAll(codings(other));
        return !shared.isEmpty() || JsonTrees.same(ours, other);
    }

    /** {@code system|code} of the codings of a concept. */
    static Set<String> codings(JsonNode concept) {
        Set<String> codings = new HashSet<>();
        concept.path("coding").forEach(coding -> {
            if (coding.has("code")) {
                codings.add(coding.path("system").asText()
                        + '|'
                        + coding.path("code").asText());
            }
        });
        return codings;
    }
}

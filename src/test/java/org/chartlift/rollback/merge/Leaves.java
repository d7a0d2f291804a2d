package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The values of a tree, each with its path without indexes, counted. Written apart from the merge, to check it. */
final class Leaves {
    private Leaves() {}

    static Map<String, Integer> of(JsonNode tree) {
        Map<String, Integer> leaves = new HashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    static void collect(String path, JsonNode tree, Map<String, Integer> leaves) {
        if (tree.isObject()) {
            tree.properties().forEach(p -> collect(path + '.' + p.getKey(), p.getValue(), leaves));
        } else if (tree.isArray()) {
            tree.forEach(item -> collect(path, item, leaves));
        } else if (!tree.isNull()) {
            leaves.merge(path + '=' + tree, 1, Integer::sum);
        }
    }

    /** By the values alone, for trees that begin at another place. */
    static boolean mentions(JsonNode tree, String leaf) {
        String value = leaf.substring(leaf.indexOf('=') + 1);
        Map<String, Integer> found = of(tree);
        return found.keySet().stream()
                .anyMatch(other -> other.substring(other.indexOf('=') + 1).equals(value));
    }
}

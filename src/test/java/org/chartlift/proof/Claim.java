package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a clinician's edit said, which must hold afterwards or be told in full by a conflict Task. */
sealed interface Claim {
    /** {@code Type/id}. */
    String resource();

    /** Dots between names, no positions; empty for the whole resource. */
    String path();

    /** Whether a state of the resource says it too; null where the resource is not there. */
    boolean holds(@Nullable ObjectNode state);

    /** What a conflict Task must hold word for word; null for a removal, of which the Task names the resource and the place. */
    @Nullable
    JsonNode content();

    /** The element has this value. */
    record Value(String resource, String path, JsonNode content) implements Claim {
        @Override
        public boolean holds(@Nullable ObjectNode state) {
            return state != null && content.equals(at(state, path));
        }
    }

    /** The list has this item, wherever. */
    record Item(String resource, String path, JsonNode content) implements Claim {
        @Override
        public boolean holds(@Nullable ObjectNode state) {
            return state != null && contains(at(state, path), content);
        }
    }

    /** The list has this item no more. */
    record NoItem(String resource, String path, JsonNode removed) implements Claim {
        @Override
        public boolean holds(@Nullable ObjectNode state) {
            return !contains(at(state, path), removed);
        }

        @Override
        public @Nullable JsonNode content() {
            return null;
        }
    }

    /** Everything of a resource that the clinician made. */
    record Whole(String resource, ObjectNode content) implements Claim {
        @Override
        public String path() {
            return "";
        }

        @Override
        public boolean holds(@Nullable ObjectNode state) {
            return state != null && bare(content).equals(bare(state));
        }

        private static ObjectNode bare(ObjectNode resource) {
            ObjectNode bare = Json.canonical(resource);
            bare.remove(List.of("meta", "id"));
            return bare;
        }
    }

    /** The resource was deleted and stays so. */
    record Gone(String resource) implements Claim {
        @Override
        public String path() {
            return "";
        }

        @Override
        public boolean holds(@Nullable ObjectNode state) {
            return state == null;
        }

        @Override
        public JsonNode content() {
            return TextNode.valueOf("deleted");
        }
    }

    private static @Nullable JsonNode at(@Nullable ObjectNode state, String path) {
        JsonNode node = state;
        for (String name : path.split("\\.")) {
            node = node == null ? null : node.get(name);
        }
        return node;
    }

    private static boolean contains(@Nullable JsonNode list, JsonNode item) {
        if (list != null) {
            for (JsonNode there : list) {
                if (there.equals(item)) {
                    return true;
                }
            }
        }
        return false;
    }
}

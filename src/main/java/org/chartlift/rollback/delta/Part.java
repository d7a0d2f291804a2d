package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a resource, of which is remembered what was taken into a message: what nobody took was not expressed. Not safe for use by several threads.
 *
 * @param path FHIRPath
 * @param taken paths that were taken, of the whole resource
 */
record Part(JsonNode node, String path, Set<String> taken) {
    static Part of(JsonNode resource) {
        return new Part(resource, resource.path("resourceType").asText(), new HashSet<>());
    }

    boolean exists() {
        return !node.isMissingNode();
    }

    boolean has(String name) {
        return node.has(name);
    }

    Part at(String name) {
        return new Part(node.path(name), path + '.' + name, taken);
    }

    /** The first of a list, or nothing. */
    Part first(String name) {
        List<Part> all = each(name);
        return all.isEmpty() ? new Part(MissingNode.getInstance(), path + '.' + name, taken) : all.get(0);
    }

    List<Part> each(String name) {
        List<Part> parts = new ArrayList<>();
        JsonNode list = node.path(name);
        for (int i = 0; i < list.size(); i++) {
            parts.add(new Part(list.get(i), path + '.' + name + '[' + i + ']', taken));
        }
        return parts;
    }

    /** Looks at a property without taking it; empty if it is not there. */
    String look(String name) {
        return text(node.path(name));
    }

    /** Takes a property; empty if it is not there. */
    String take(String name) {
        return at(name).take();
    }

    /** Takes this value; empty if it is nothing. */
    String take() {
        taken.add(path);
        return text(node);
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    /** FHIRPaths of the values below that nobody took. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        rest(node, path, rest);
        return rest;
    }

    private void rest(JsonNode at, String here, List<String> rest) {
        if (taken.contains(here)) {
            return;
        }
        if (at.isObject()) {
            at.properties().forEach(p -> rest(p.getValue(), here + '.' + p.getKey(), rest));
        } else if (at.isArray()) {
            for (int i = 0; i < at.size(); i++) {
                rest(at.get(i), here + '[' + i + ']', rest);
            }
        } else if (!at.isNull() && !at.isMissingNode()) {
            rest.add(here.replace("._", "."));
        }
    }
}

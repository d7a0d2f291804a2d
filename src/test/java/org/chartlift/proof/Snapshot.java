package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The canonical export of a server: every live resource that holds facts, by {@code Type/id}, without what only counts writes. Evidence (AuditEvent,
 * Provenance) and the server's own work items are apart.
 *
 * @param facts canonical JSON by reference, sorted
 * @param work Tasks and Binaries that the server made for its own work, as they were read
 */
record Snapshot(SortedMap<String, String> facts, SortedMap<String, String> work) {
    private static final Pattern LITERAL = Pattern.compile("([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(/_history/.*)?");
    private static final int SHOWN = 40;

    @Nullable
    ObjectNode get(String reference) {
        String json = facts.get(reference);
        return json == null ? null : Json.object(json);
    }

    boolean has(String reference) {
        return facts.containsKey(reference);
    }

    /** One hash over every reference and its content. */
    String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            facts.forEach((reference, json) ->
                    digest.update((reference + '\n' + json + '\n').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a reader has to know of the way from this to the other: one line a resource and changed place; empty if they are the same. */
    List<String> diff(Snapshot other) {
        List<String> lines = new ArrayList<>();
        Set<String> all = new TreeSet<>(facts.keySet());
        all.addAll(other.facts.keySet());
        for (String reference : all) {
            ObjectNode a = facts.get(reference) == null ? null : get(reference);
            ObjectNode b = other.facts.get(reference) == null ? null : other.get(reference);
            if (a == null || b == null) {
                lines.add((a == null ? "added   " : "removed ") + reference + " " + shown(a == null ? b : a));
            } else if (!facts.get(reference).equals(other.facts.get(reference))) {
                differences("changed " + reference + " ", a, b, lines);
            }
        }
        return lines;
    }

    private static void differences(String path, @Nullable JsonNode a, @Nullable JsonNode b, List<String> lines) {
        if (a instanceof ObjectNode x && b instanceof ObjectNode y) {
            Set<String> names = new TreeSet<>();
            x.fieldNames().forEachRemaining(names::add);
            y.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> differences(path + "." + name, x.get(name), y.get(name), lines));
        } else if (a != null && b != null && a.isArray() && b.isArray()) {
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                differences(path + "[" + i + "]", a.get(i), b.get(i), lines);
            }
        } else if (a == null || !a.equals(b)) {
            lines.add(path + ": " + shown(a) + " -> " + shown(b));
        }
    }

    private static String shown(@Nullable JsonNode node) {
        String text = node == null ? "nothing" : Json.text(node);
        return text.length() <= SHOWN * 3 ? text : text.substring(0, SHOWN * 3) + "...";
    }

    /** {@code from -> to} for each literal reference, Attachment.url too, that leads to no live resource of this server. */
    Set<String> dangling() {
        Set<String> dangling = new TreeSet<>();
        facts.forEach((from, json) -> references(Json.object(json)).stream()
                .filter(to -> !exists(to))
                .forEach(to -> dangling.add(from + " -> " + to)));
        return dangling;
    }

    private boolean exists(String reference) {
        return facts.containsKey(reference) || work.containsKey(reference);
    }

    /** The resources of this server that a resource refers to, without versions. */
    static Set<String> references(ObjectNode resource) {
        Set<String> found = new TreeSet<>();
        Json.walk(resource, node -> {
            for (String name : List.of("reference", "url")) {
                Matcher literal = LITERAL.matcher(node.path(name).asText(""));
                if (literal.matches()
                        && (name.equals("reference") || literal.group(1).startsWith("Binary/"))) {
                    found.add(literal.group(1));
                }
            }
        });
        return found;
    }

    /** Who refers to a resource. */
    Map<String, Set<String>> referrers() {
        Map<String, Set<String>> referrers = new TreeMap<>();
        facts.forEach((from, json) -> references(Json.object(json))
                .forEach(to ->
                        referrers.computeIfAbsent(to, t -> new TreeSet<>()).add(from)));
        return referrers;
    }
}

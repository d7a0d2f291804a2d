package org.chartlift.reconcile.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables that both witnesses may share because they are data: names of coding systems, codes of HL7 tables, ConceptMaps, and what is known of senders. Read here from the
 * files themselves. Immutable.
 */
public final class CodeTables {
    private static final String V2_TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String TABLE_ARC = "2.16.840.1.113883.12.";
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*)){2,}");
    private static final Pattern TABLE_NAME = Pattern.compile("(?i)HL7[-_]?(\\d{1,4})");

    private final Map<String, String> systems = new HashMap<>();
    private final Map<String, Set<String>> tables = new HashMap<>();
    private final Map<String, Map<String, List<Target>>> vocabularies = new HashMap<>();
    private final List<JsonNode> senders;

    /** What a ConceptMap says of a code: the system that the code is of, and what it becomes. */
    private record Target(String source, String system, String code) {}

    /** A sender as the files know it. */
    public record Sender(@Nullable ZoneId zone, Map<String, String> authorities) {}

    /**
     * Reads.
     *
     * @param systems documents with {@code systems:}, later ones weigh more
     * @param tables documents with {@code tables:}
     * @param conceptMaps ConceptMaps by file name without suffix
     * @param senders documents with {@code sender:}
     */
    public CodeTables(
            List<JsonNode> systems, List<JsonNode> tables, Map<String, JsonNode> conceptMaps, List<JsonNode> senders) {
        systems.forEach(d -> d.path("systems")
                .fields()
                .forEachRemaining(e -> this.systems.put(
                        e.getKey().toUpperCase(Locale.ROOT), e.getValue().asText())));
        tables.forEach(d -> d.path("tables").fields().forEachRemaining(e -> {
            Set<String> codes = new HashSet<>();
            e.getValue().forEach(c -> codes.add(c.asText()));
            this.tables.put(e.getKey(), codes);
        }));
        conceptMaps.forEach((name, map) -> vocabularies.put(name, targets(map)));
        this.senders = List.copyOf(senders);
    }

    private static Map<String, List<Target>> targets(JsonNode map) {
        Map<String, List<Target>> targets = new HashMap<>();
        for (JsonNode group : map.path("group")) {
            String source = group.path("source").asText();
            String system = group.path("target").asText();
            for (JsonNode element : group.path("element")) {
                for (JsonNode target : element.path("target")) {
                    String equivalence = target.path("equivalence").asText();
                    if (target.has("code") && !equivalence.equals("unmatched") && !equivalence.equals("disjoint")) {
                        targets.computeIfAbsent(element.path("code").asText(), c -> new ArrayList<>())
                                .add(new Target(
                                        source, system, target.path("code").asText()));
                        break;
                    }
                }
            }
            if (group.path("unmapped").path("mode").asText().equals("fixed")) {
                targets.computeIfAbsent("", c -> new ArrayList<>())
                        .add(new Target(
                                source,
                                system,
                                group.path("unmapped").path("code").asText()));
            }
        }
        return targets;
    }

    /**
     * What the ConceptMap says, {@code system|code}; empty if it does not know the code.
     *
     * @param system the code's system; empty if the source names none
     */
    String translated(String vocabulary, String system, String code) {
        Map<String, List<Target>> targets = vocabularies.get(vocabulary);
        if (targets == null) {
            throw new IllegalArgumentException("no ConceptMap " + vocabulary);
        }
        for (String wanted : List.of(code, "")) {
            for (Target target : targets.getOrDefault(wanted, List.of())) {
                if (system.isEmpty()
                        || target.source().isEmpty()
                        || target.source().equals(system)) {
                    return target.system() + "|" + target.code();
                }
            }
        }
        return "";
    }

    boolean hasVocabulary(String name) {
        return vocabularies.containsKey(name);
    }

    /** The URI of a coding system's name where it is known; else empty. */
    String known(String name, String code) {
        String trimmed = name.trim();
        String uri = systems.get(trimmed.toUpperCase(Locale.ROOT));
        if (uri == null && isUri(trimmed)) {
            uri = trimmed;
        }
        if (uri == null && isOid(trimmed)) {
            String table = trimmed.startsWith(TABLE_ARC) ? trimmed.substring(TABLE_ARC.length()) : "";
            uri = table.matches("\\d{1,4}") ? V2_TABLE + "0".repeat(4 - table.length()) + table : "urn:oid:" + trimmed;
        }
        if (uri == null) {
            var m = TABLE_NAME.matcher(trimmed);
            uri = m.matches() ? V2_TABLE + "0".repeat(4 - m.group(1).length()) + m.group(1) : "";
        }
        return uri.startsWith(V2_TABLE) && !isIn(uri.substring(V2_TABLE.length()), code) ? "" : uri;
    }

    private boolean isIn(String table, String code) {
        Set<String> codes = tables.get(table);
        return codes == null || codes.contains(code);
    }

    /**
     * The URI of the system of a code.
     *
     * @param name what the source calls the system; may be empty
     * @param table the field's table; may be empty
     * @param field the field, for codes whose system nobody names, for example {@code PID-8}
     */
    String system(String name, String code, String table, String field, String sourceSystem) {
        String uri = name.isBlank() ? "" : known(name, code);
        if (!uri.isEmpty()) {
            return uri;
        }
        if (!name.isBlank() && !name.trim().equalsIgnoreCase("L")) {
            return local(sourceSystem, "CodeSystem", name.trim());
        }
        if (name.isBlank() && !table.isEmpty() && isIn(table, code)) {
            return V2_TABLE + table;
        }
        return local(sourceSystem, "CodeSystem", field);
    }

    /** The identifier system of an assigning authority (HD); empty if none is named. */
    static String authority(Sender sender, String sourceSystem, String namespace, String universal, String type) {
        if (universal.isEmpty() && namespace.isEmpty()) {
            return "";
        }
        String known = sender.authorities().get(universal);
        known = known == null ? sender.authorities().get(namespace) : known;
        if (known != null) {
            return known;
        }
        if (universal.isEmpty()) {
            return local(sourceSystem, "authority", namespace);
        }
        if (isUri(universal)) {
            return universal;
        }
        if (isOid(universal)) {
            return "urn:oid:" + universal;
        }
        boolean uuid = type.equalsIgnoreCase("UUID") || type.equalsIgnoreCase("GUID");
        return uuid && isUuid(universal)
                ? "urn:uuid:" + universal.toLowerCase(Locale.ROOT)
                : local(sourceSystem, "authority", universal);
    }

    private static boolean isUuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isOid(String text) {
        return OID.matcher(text).matches() && text.lastIndexOf('.') >= 5;
    }

    private static boolean isUri(String text) {
        return (text.startsWith("http://") || text.startsWith("https://") || text.startsWith("urn:"))
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '<' || c == '>' || c == '"');
    }

    private static String local(String sourceSystem, String kind, String name) {
        String base = sourceSystem.endsWith("/") ? sourceSystem.substring(0, sourceSystem.length() - 1) : sourceSystem;
        String separator = sourceSystem.startsWith("urn:") ? ":" : "/";
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return base + separator + kind + separator + encoded;
    }

    /** What is known of a sender: the most specific entries weigh most. */
    Sender sender(String sourceSystem, String application, String facility) {
        Map<String, String> asked =
                Map.of("sourceSystem", sourceSystem, "application", application, "facility", facility);
        List<JsonNode> fitting = new ArrayList<>(senders.stream()
                .filter(s -> {
                    for (var e : s.path("match").properties()) {
                        if (!e.getValue().asText().equals(asked.get(e.getKey()))) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList());
        fitting.sort(java.util.Comparator.comparingInt(s -> s.path("match").size()));
        ZoneId zone = null;
        Map<String, String> authorities = new HashMap<>();
        for (JsonNode s : fitting) {
            zone = s.hasNonNull("zone") ? ZoneId.of(s.path("zone").asText()) : zone;
            s.path("authorities")
                    .properties()
                    .forEach(e -> authorities.put(e.getKey(), e.getValue().asText()));
        }
        return new Sender(zone, Map.copyOf(authorities));
    }
}

package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Reads a whole server: the database says which resources are alive and in which version, the FHIR interface what they hold. A version that was
 * read once is not read again, because versions never change.
 */
public final class Exporter {
    private static final Set<String> EVIDENCE = Set.of("AuditEvent", "Provenance");
    private static final String OWN = "https://chartlift.org/";
    private static final int PAGE = 100;
    private static final int ATTEMPTS = 5;

    private final DataSource database;
    private final Rest rest;
    private final Map<String, String> known = new HashMap<>();

    public Exporter(DataSource database, String base) {
        this.database = database;
        this.rest = new Rest(base);
    }

    /** Forgets what it has read. */
    Exporter fresh() {
        known.clear();
        return this;
    }

    Snapshot take() {
        for (int attempt = 1; ; attempt++) {
            try {
                return once();
            } catch (MovedOnException e) {
                if (attempt == ATTEMPTS) {
                    throw new AssertionError(e.getMessage(), e);
                }
            }
        }
    }

    /** A resource changed between the two reads. */
    private static final class MovedOnException extends RuntimeException {
        MovedOnException(String version) {
            super(version + " is alive in the database and not in the FHIR interface");
        }
    }

    private Snapshot once() {
        TreeMap<String, String> facts = new TreeMap<>();
        TreeMap<String, String> work = new TreeMap<>();
        live().forEach((type, versions) -> read(type, versions)
                .forEach((reference, json) -> (isWork(type, json) ? work : facts).put(reference, json)));
        return new Snapshot(facts, work);
    }

    /** The current version of everything that is alive, by reference. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        live().forEach((type, ids) -> ids.forEach((id, version) -> versions.put(type + "/" + id, version)));
        return versions;
    }

    /** By type: id and version of what is alive. */
    private Map<String, Map<String, Long>> live() {
        Map<String, Map<String, Long>> live = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select res_type, fhir_id, res_ver from hfj_resource where res_deleted_at is null")) {
            while (rows.next()) {
                if (!EVIDENCE.contains(rows.getString(1))) {
                    live.computeIfAbsent(rows.getString(1), t -> new TreeMap<>())
                            .put(rows.getString(2), rows.getLong(3));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return live;
    }

    private Map<String, String> read(String type, Map<String, Long> versions) {
        List<String> missing = versions.entrySet().stream()
                .filter(e -> !known.containsKey(version(type, e.getKey(), e.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; i < missing.size(); i += PAGE) {
            fetch(type, missing.subList(i, Math.min(i + PAGE, missing.size())));
        }
        Map<String, String> read = new TreeMap<>();
        versions.forEach((id, version) -> {
            String json = known.get(version(type, id, version));
            if (json == null) {
                throw new MovedOnException(version(type, id, version));
            }
            read.put(type + "/" + id, json);
        });
        return read;
    }

    private void fetch(String type, List<String> ids) {
        List<JsonNode> found = new ArrayList<>();
        String next = type + "?_count=" + PAGE + "&_id=" + String.join(",", ids);
        while (!next.isEmpty()) {
            JsonNode page = rest.get(next).expect(200);
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            next = "";
            for (JsonNode link : page.path("link")) {
                next = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : next;
            }
        }
        for (JsonNode resource : found) {
            String version = version(
                    type,
                    resource.path("id").asText(),
                    resource.path("meta").path("versionId").asLong());
            known.put(version, Json.text(Json.canonical((ObjectNode) resource)));
        }
    }

    private static String version(String type, String id, long version) {
        return type + "/" + id + "/_history/" + version;
    }

    private static boolean isWork(String type, String json) {
        return json.contains("\"id\":\"chartlift-")
                || type.equals("Task")
                        && Json.parse(json)
                                .path("code")
                                .path("coding")
                                .path(0)
                                .path("system")
                                .asText()
                                .startsWith(OWN);
    }
}

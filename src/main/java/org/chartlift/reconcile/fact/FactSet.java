package org.chartlift.reconcile.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that is compared. Immutable.
 *
 * @param kinds kinds of facts by their names
 * @param scopes by name of a segment: the segments that end its scope
 * @param behind segments that are looked for behind the anchor too, because the standard puts them there
 * @param merges what says that a patient's record went into another one
 * @param directory those whom many patients' records share
 */
public record FactSet(
        Map<String, FactKind> kinds,
        Map<String, Set<String>> scopes,
        Set<String> behind,
        List<MergeKind> merges,
        List<DirectoryKind> directory) {
    /**
     * A message that says that a patient's record went into another one, or that this is taken back.
     *
     * @param segment each such segment says it once
     * @param when all of these must hold
     * @param from the record that went
     * @param into the record that stays
     * @param undo whether it is taken back
     */
    public record MergeKind(
            String segment,
            List<Condition> when,
            List<List<SourcePath>> from,
            List<List<SourcePath>> into,
            boolean undo) {}

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A file of a layer: its name for messages, and its text. */
    public record File(String name, String text) {}

    /**
     * Compiles.
     *
     * @param layers base first; a later layer's {@code change: true} changes fields of an earlier fact
     * @throws IllegalArgumentException naming every fault with its file
     */
    public static FactSet compile(List<List<File>> layers) {
        Map<String, JsonNode> facts = new TreeMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        List<JsonNode> merges = new ArrayList<>();
        Map<String, Set<String>> scopes = new TreeMap<>();
        Set<String> behind = new java.util.TreeSet<>();
        Map<String, JsonNode> directory = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (List<File> layer : layers) {
            for (File file : layer) {
                for (JsonNode document : documents(file, faults)) {
                    if (document.has("fact")) {
                        files.put(document.path("fact").asText(), file.name());
                        take(facts, "fact", document, file, faults);
                    } else if (document.has("directory")) {
                        take(directory, "directory", document, file, faults);
                    } else if (document.has("scopes")) {
                        document.path("scopes")
                                .fields()
                                .forEachRemaining(e -> scopes.put(e.getKey(), texts(e.getValue())));
                        behind.addAll(texts(document.path("behind")));
                    } else if (document.has("merges")) {
                        document.path("merges").forEach(merges::add);
                    } else if (!document.has("thresholds")) {
                        faults.add(file.name() + ": neither fact, directory, scopes, merges nor thresholds");
                    }
                }
            }
        }
        Map<String, FactKind> kinds = new TreeMap<>();
        facts.forEach((id, document) -> {
            try {
                kinds.put(id, FactFile.compile(document));
            } catch (IllegalArgumentException e) {
                faults.add(files.get(id) + ": " + e.getMessage());
            }
        });
        List<MergeKind> compiled = new ArrayList<>();
        for (JsonNode merge : merges) {
            try {
                compiled.add(MergeFile.compile(merge));
            } catch (IllegalArgumentException e) {
                faults.add("merges: " + e.getMessage());
            }
        }
        List<DirectoryKind> shared = directory(directory.values(), faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new FactSet(kinds, Map.copyOf(scopes), Set.copyOf(behind), List.copyOf(compiled), shared);
    }

    private static List<DirectoryKind> directory(Iterable<JsonNode> documents, List<String> faults) {
        try {
            return DirectoryFile.compile(documents);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
            return List.of();
        }
    }

    private static List<JsonNode> documents(File file, List<String> faults) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.text())) {
            return documents.readAll().stream()
                    .filter(d -> d != null && !d.isNull() && !d.isMissingNode())
                    .toList();
        } catch (IOException | RuntimeException e) {
            faults.add(file.name() + ": " + e.getMessage());
            return List.of();
        }
    }

    private static void take(
            Map<String, JsonNode> facts, String word, JsonNode document, File file, List<String> faults) {
        String id = document.path(word).asText();
        JsonNode known = facts.get(id);
        if (!document.path("change").asBoolean()) {
            if (known != null) {
                faults.add(file.name() + ": " + id + " is there already; change: true changes it");
            }
            facts.put(id, document);
            return;
        }
        if (known == null || document.path("reason").asText().isEmpty()) {
            faults.add(file.name() + ": " + id + ": a change needs what it changes, and a reason");
            return;
        }
        ObjectNode changed = known.deepCopy();
        document.path("fields").fields().forEachRemaining(e -> {
            ObjectNode fields = (ObjectNode) changed.path("fields");
            if (e.getValue().path("disable").asBoolean()) {
                fields.remove(e.getKey());
                changed.path("statements").forEach(s -> ((ObjectNode) s.path("fields")).remove(e.getKey()));
            } else {
                fields.set(e.getKey(), e.getValue());
            }
        });
        if (document.has("statements")) {
            changed.set("statements", document.path("statements"));
        }
        facts.put(id, changed);
    }

    private static Set<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.asText()));
        return texts.stream().collect(Collectors.toUnmodifiableSet());
    }
}

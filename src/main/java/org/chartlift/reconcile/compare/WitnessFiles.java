package org.chartlift.reconcile.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.statement.CodeTables;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files that the witness reads: facts, and code tables as data. Built-in ones from the class path, a site's over them.
 *
 * @param facts what is compared
 * @param tables codes, systems and senders
 */
public record WitnessFiles(FactSet facts, CodeTables tables) {
    private static final String ROOT = "mappings/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * Reads and compiles.
     *
     * @param folders later ones weigh more; one that holds {@code base/} replaces everything before it, any other is laid over
     * @throws IllegalArgumentException naming every fault with its file
     */
    public static WitnessFiles load(List<Path> folders) {
        List<Map<String, String>> layers = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder.resolve("base"))) {
                layers.clear();
            }
            layers.add(folder(folder));
        }
        boolean whole = folders.stream().anyMatch(f -> Files.isDirectory(f.resolve("base")));
        if (!whole) {
            layers.add(0, builtIn());
        }
        return of(layers);
    }

    private static WitnessFiles of(List<Map<String, String>> layers) {
        List<List<FactSet.File>> facts = new ArrayList<>();
        List<JsonNode> systems = new ArrayList<>();
        List<JsonNode> tables = new ArrayList<>();
        List<JsonNode> senders = new ArrayList<>();
        Map<String, JsonNode> maps = new TreeMap<>();
        for (Map<String, String> layer : layers) {
            List<FactSet.File> own = new ArrayList<>();
            layer.forEach((name, text) -> {
                if (("/" + name).contains("/reconcile/")) {
                    own.add(new FactSet.File(name, text));
                } else if (name.contains("vocab/") && name.endsWith(".json")) {
                    String file = name.substring(name.lastIndexOf('/') + 1);
                    maps.put(file.substring(0, file.length() - ".json".length()), json(name, text));
                } else if (name.endsWith("systems.yaml")) {
                    systems.addAll(documents(name, text));
                } else if (name.endsWith("tables.yaml")) {
                    tables.addAll(documents(name, text));
                } else if (name.contains("identity/")) {
                    senders.addAll(documents(name, text));
                }
            });
            facts.add(own);
        }
        return new WitnessFiles(FactSet.compile(facts), new CodeTables(systems, tables, maps, senders));
    }

    private static JsonNode json(String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " is no JSON", e);
        }
    }

    private static List<JsonNode> documents(String name, String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " is no YAML", e);
        }
    }

    private static Map<String, String> folder(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path p : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(p).toString().replace('\\', '/');
                if (name.endsWith(".yaml") || name.endsWith(".json")) {
                    files.put(name, Files.readString(p));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return files;
    }

    private static Map<String, String> builtIn() {
        Map<String, String> files = new TreeMap<>();
        PathMatchingResourcePatternResolver resolver =
                new PathMatchingResourcePatternResolver(WitnessFiles.class.getClassLoader());
        try {
            for (String pattern : new String[] {"**/*.yaml", "vocab/*.json"}) {
                for (Resource resource : resolver.getResources("classpath:" + ROOT + pattern)) {
                    String url = resource.getURL().toString();
                    try (InputStream in = resource.getInputStream()) {
                        files.put(
                                url.substring(url.lastIndexOf("/" + ROOT) + ROOT.length() + 1),
                                new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the built-in files of the witness", e);
        }
        return files;
    }
}

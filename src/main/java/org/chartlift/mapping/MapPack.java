package org.chartlift.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.PackedYaml;
import org.chartlift.mapping.rule.YamlNode;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;

/** The built-in maps as they were read when the jar was built. A file that was changed since is read anew. Safe for use by several threads. */
public final class MapPack {
    private static final String RESOURCE = "mappings.pack";
    private static final String YAML = ".yaml";
    private static volatile @Nullable Map<String, PackedYaml.File> files;

    private MapPack() {}

    /** Called by the build: reads the YAML files below the first argument and writes the second. A fault of syntax is left to be found at start. */
    public static void main(String... args) throws IOException {
        List<PackedYaml.File> packed = new ArrayList<>();
        MapFiles.folder(Path.of(args[0])).forEach((name, text) -> {
            Faults faults = new Faults();
            List<YamlNode> documents = name.endsWith(YAML) ? YamlNode.read(name, text, faults) : List.of();
            if (!documents.isEmpty() && faults.isEmpty()) {
                packed.add(new PackedYaml.File(name, digest(text), documents));
            }
        });
        try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
            PackedYaml.write(packed, out);
        }
    }

    /** The documents of a file with this name and text, null if the pack has none. */
    static @Nullable List<YamlNode> documents(String name, String text) {
        Map<String, PackedYaml.File> known = files;
        if (known == null) {
            known = load();
            files = known;
        }
        PackedYaml.File file = known.get(name);
        return file != null && file.sha256().equals(digest(text)) ? file.documents() : null;
    }

    private static Map<String, PackedYaml.File> load() {
        try (InputStream in = MapPack.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return in == null ? Map.of() : PackedYaml.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + RESOURCE, e);
        }
    }

    private static String digest(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}

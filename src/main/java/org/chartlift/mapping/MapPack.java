package org.chartlift.mapping;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import java.util.TreeMap;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.PackedYaml;
import org.chartlift.mapping.rule.YamlNode;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;

/** The built-in maps as they were read when the jar was built, and their texts in one piece: a jar of a jar is slow to search. A file that was changed since is read anew. Safe for use by several threads. */
public final class MapPack {
    private static final String RESOURCE = "mappings.pack";
    private static final String TEXTS = "mappings.texts";
    private static final String YAML = ".yaml";
    private static volatile @Nullable Map<String, PackedYaml.File> files;

    private MapPack() {}

    /**
     * Called by the build: reads the maps below the first argument, writes the YAML files as they are read to the second and the texts of all to
     * the third. A fault of syntax is left to be found at start.
     */
    public static void main(String... args) throws IOException {
        List<PackedYaml.File> packed = new ArrayList<>();
        Map<String, String> files = MapFiles.folder(Path.of(args[0]));
        writeTexts(files, Path.of(args[2]));
        files.forEach((name, text) -> {
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

    private static void writeTexts(Map<String, String> files, Path to) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            out.writeInt(files.size());
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
                out.writeUTF(file.getKey());
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }

    /** The texts of the built-in maps by name; null where they were not packed. */
    static @Nullable Map<String, String> texts() throws IOException {
        try (InputStream resource = MapPack.class.getClassLoader().getResourceAsStream(TEXTS)) {
            if (resource == null) {
                return null;
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(resource.readAllBytes()));
            Map<String, String> files = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                files.put(name, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
            }
            return files;
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

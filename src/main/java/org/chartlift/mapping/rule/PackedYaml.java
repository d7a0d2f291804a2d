package org.chartlift.mapping.rule;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * YAML files as they were read when the jar was built: reading them again takes a third of a command's start. A pack says of which bytes it was
 * made, and is of no use for others. Texts are written once, nodes in the order of their files.
 *
 * <p>Format, all numbers big-endian: version (int), number of texts (int), each text (int length, UTF-8), number of files (int); of each file
 * name (text), SHA-256 of its text in hexadecimal (text), number of documents (int), documents. A node is its kind (byte), line (int), and a
 * text, or a number (int) and so many nodes, in maps each after its key (text). A text is its number (int).
 */
public final class PackedYaml {
    private static final int VERSION = 1;
    private static final YamlNode.Kind[] KINDS = YamlNode.Kind.values();

    private PackedYaml() {}

    /**
     * One file.
     *
     * @param sha256 digest of its text in UTF-8
     */
    public record File(String name, String sha256, List<YamlNode> documents) {}

    /** Writes the files; the stream stays open. */
    public static void write(List<File> files, OutputStream to) throws IOException {
        Map<String, Integer> texts = new LinkedHashMap<>();
        for (File file : files) {
            number(texts, file.name);
            number(texts, file.sha256);
            file.documents.forEach(d -> collect(d, texts));
        }
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(VERSION);
        out.writeInt(texts.size());
        for (String text : texts.keySet()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.writeInt(files.size());
        for (File file : files) {
            out.writeInt(number(texts, file.name));
            out.writeInt(number(texts, file.sha256));
            out.writeInt(file.documents.size());
            for (YamlNode document : file.documents) {
                write(document, texts, out);
            }
        }
        out.flush();
    }

    private static int number(Map<String, Integer> texts, String text) {
        return texts.computeIfAbsent(text, t -> texts.size());
    }

    private static void collect(YamlNode node, Map<String, Integer> texts) {
        number(texts, node.text());
        node.fields().forEach((key, value) -> {
            number(texts, key);
            collect(value, texts);
        });
        if (node.isList()) {
            node.items().forEach(i -> collect(i, texts));
        }
    }

    private static void write(YamlNode node, Map<String, Integer> texts, DataOutputStream out) throws IOException {
        out.writeByte(node.kind().ordinal());
        out.writeInt(node.line());
        if (node.isMap()) {
            out.writeInt(node.fields().size());
            for (Map.Entry<String, YamlNode> field : node.fields().entrySet()) {
                out.writeInt(number(texts, field.getKey()));
                write(field.getValue(), texts, out);
            }
        } else if (node.isList()) {
            out.writeInt(node.items().size());
            for (YamlNode item : node.items()) {
                write(item, texts, out);
            }
        } else {
            out.writeInt(number(texts, node.text()));
        }
    }

    /** The files by name; empty if the pack is of another version. */
    public static Map<String, File> read(byte[] pack) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack));
        Map<String, File> files = new TreeMap<>();
        if (in.readInt() != VERSION) {
            return files;
        }
        String[] texts = new String[in.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
        for (int left = in.readInt(); left > 0; left--) {
            String name = texts[in.readInt()];
            String sha256 = texts[in.readInt()];
            List<YamlNode> documents = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                documents.add(node(name, texts, in));
            }
            files.put(name, new File(name, sha256, documents));
        }
        return files;
    }

    private static YamlNode node(String file, String[] texts, DataInputStream in) throws IOException {
        YamlNode.Kind kind = KINDS[in.readByte()];
        int line = in.readInt();
        int number = in.readInt();
        if (kind == YamlNode.Kind.MAP) {
            Map<String, YamlNode> fields = new LinkedHashMap<>();
            for (int i = 0; i < number; i++) {
                String key = texts[in.readInt()];
                fields.put(key, node(file, texts, in));
            }
            return YamlNode.map(file, line, fields);
        }
        if (kind == YamlNode.Kind.LIST) {
            List<YamlNode> items = new ArrayList<>(number);
            for (int i = 0; i < number; i++) {
                items.add(node(file, texts, in));
            }
            return YamlNode.list(file, line, items);
        }
        return YamlNode.scalar(file, line, kind, texts[number]);
    }
}

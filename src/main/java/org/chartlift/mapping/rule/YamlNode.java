package org.chartlift.mapping.rule;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A node of a YAML file that knows where it stands. Immutable. */
public final class YamlNode {
    /** What a node is; of scalars, what YAML takes it for. */
    enum Kind {
        MAP,
        LIST,
        TEXT,
        BOOLEAN,
        NUMBER,
        NULL
    }

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

    private final String file;
    private final int line;
    private final Kind kind;
    private final String text;
    private final Map<String, YamlNode> fields;
    private final List<YamlNode> items;

    private YamlNode(
            String file, int line, Kind kind, String text, Map<String, YamlNode> fields, List<YamlNode> items) {
        this.file = file;
        this.line = line;
        this.kind = kind;
        this.text = text;
        this.fields = fields;
        this.items = items;
    }

    static YamlNode map(String file, int line, Map<String, YamlNode> fields) {
        return new YamlNode(file, line, Kind.MAP, "", Collections.unmodifiableMap(fields), List.of());
    }

    static YamlNode list(String file, int line, List<YamlNode> items) {
        return new YamlNode(file, line, Kind.LIST, "", Map.of(), Collections.unmodifiableList(items));
    }

    static YamlNode scalar(String file, int line, Kind kind, String text) {
        return new YamlNode(file, line, kind, text, Map.of(), List.of());
    }

    private static YamlNode of(String file, Node node, Faults faults) {
        int line = node.getStartMark().getLine() + 1;
        if (node instanceof MappingNode mapping) {
            return map(file, line, fields(file, mapping, faults));
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            sequence.getValue().forEach(n -> items.add(of(file, n, faults)));
            return list(file, line, items);
        }
        String text = node instanceof ScalarNode s ? s.getValue() : "";
        return scalar(file, line, kind(node.getTag()), text);
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Kind.NUMBER : Kind.TEXT;
    }

    /** Every document of the text. Faults of syntax are collected, and what could not be read is left out. */
    public static List<YamlNode> read(String file, String text, Faults faults) {
        List<YamlNode> documents = new ArrayList<>();
        try {
            for (Node n : new Yaml(new SafeConstructor(new LoaderOptions())).composeAll(new StringReader(text))) {
                if (!n.getTag().equals(Tag.NULL)) {
                    documents.add(of(file, n, faults));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            faults.add(file, line, "not YAML: " + e.getProblem());
        }
        return documents;
    }

    private static Map<String, YamlNode> fields(String file, MappingNode mapping, Faults faults) {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
            YamlNode value = of(file, tuple.getValueNode(), faults);
            if (key.isEmpty()) {
                faults.add(value, "a key must be a plain word");
            } else if (fields.put(key, value) != null) {
                faults.add(value, "`" + key + "` stands twice");
            }
        }
        return fields;
    }

    public String file() {
        return file;
    }

    /** 1-based. */
    public int line() {
        return line;
    }

    public boolean isMap() {
        return kind == Kind.MAP;
    }

    public boolean isList() {
        return kind == Kind.LIST;
    }

    public boolean isScalar() {
        return kind != Kind.MAP && kind != Kind.LIST;
    }

    /** The value under this key, or null. */
    public @Nullable YamlNode get(String key) {
        return fields.get(key);
    }

    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The scalar under this key as written, or null. */
    public @Nullable String text(String key) {
        YamlNode value = fields.get(key);
        return value == null ? null : value.text();
    }

    public Map<String, YamlNode> fields() {
        return fields;
    }

    /** The scalar as written; empty for maps and lists. */
    public String text() {
        return text;
    }

    public boolean isTrue() {
        return kind == Kind.BOOLEAN && text.equalsIgnoreCase("true");
    }

    /** The items of a list; the node itself if it is no list. */
    public List<YamlNode> items() {
        return kind == Kind.LIST ? items : List.of(this);
    }

    Kind kind() {
        return kind;
    }

    /** Reports each key that is not among these. */
    public void allowOnly(Set<String> keys, Faults faults) {
        fields.forEach((key, value) -> {
            if (!keys.contains(key)) {
                faults.add(value, "unknown key `" + key + "`");
            }
        });
    }

    /** Strings, booleans, numbers, lists and maps: what Jackson calls a tree. */
    public @Nullable Object toObject() {
        if (kind == Kind.MAP) {
            Map<String, @Nullable Object> map = new TreeMap<>();
            fields.forEach((key, value) -> map.put(key, value.toObject()));
            return map;
        }
        if (kind == Kind.LIST) {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(i -> list.add(i.toObject()));
            return list;
        }
        return scalar();
    }

    private @Nullable Object scalar() {
        if (kind == Kind.NULL) {
            return null;
        }
        if (kind == Kind.BOOLEAN) {
            return isTrue();
        }
        if (kind == Kind.NUMBER && NUMBER.matcher(text).matches()) {
            boolean whole = text.indexOf('.') < 0 && text.length() < 18;
            return whole ? (Object) Long.valueOf(text) : new BigDecimal(text);
        }
        return text;
    }
}

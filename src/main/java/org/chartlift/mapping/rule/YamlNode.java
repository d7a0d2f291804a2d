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
    private final String file;
    private final Node node;
    private final Map<String, YamlNode> fields;

    private YamlNode(String file, Node node, Faults faults) {
        this.file = file;
        this.node = node;
        this.fields = node instanceof MappingNode m ? fields(file, m, faults) : Map.of();
    }

    /** Every document of the text. Faults of syntax are collected, and what could not be read is left out. */
    public static List<YamlNode> read(String file, String text, Faults faults) {
        List<YamlNode> documents = new ArrayList<>();
        try {
            for (Node n : new Yaml(new SafeConstructor(new LoaderOptions())).composeAll(new StringReader(text))) {
                if (!n.getTag().equals(Tag.NULL)) {
                    documents.add(new YamlNode(file, n, faults));
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
            YamlNode value = new YamlNode(file, tuple.getValueNode(), faults);
            if (key.isEmpty()) {
                faults.add(value, "a key must be a plain word");
            } else if (fields.put(key, value) != null) {
                faults.add(value, "`" + key + "` stands twice");
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    public String file() {
        return file;
    }

    /** 1-based. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isScalar() {
        return node instanceof ScalarNode;
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
        return node instanceof ScalarNode s ? s.getValue() : "";
    }

    public boolean isTrue() {
        return node.getTag().equals(Tag.BOOL) && text().equalsIgnoreCase("true");
    }

    /** The items of a list; the node itself if it is no list. */
    public List<YamlNode> items() {
        if (node instanceof SequenceNode s) {
            return s.getValue().stream()
                    .map(n -> new YamlNode(file, n, new Faults()))
                    .toList();
        }
        return List.of(this);
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
        if (node instanceof MappingNode) {
            Map<String, @Nullable Object> map = new TreeMap<>();
            fields.forEach((key, value) -> map.put(key, value.toObject()));
            return map;
        }
        if (node instanceof SequenceNode) {
            List<@Nullable Object> list = new ArrayList<>();
            items().forEach(i -> list.add(i.toObject()));
            return list;
        }
        return scalar();
    }

    private @Nullable Object scalar() {
        if (node.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return isTrue();
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        if (number && text().matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
            boolean whole = text().indexOf('.') < 0 && text().length() < 18;
            return whole ? (Object) Long.valueOf(text()) : new BigDecimal(text());
        }
        return text();
    }
}

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.mapping.rule.YamlNode;

/** A map as written, with its overlays laid over it. Used by one thread, while compiling. */
final class MapSource {
    final YamlNode node;
    final String id;
    final String source;
    final String target;
    final List<YamlNode> rules = new ArrayList<>();

    MapSource(YamlNode node, String id, String source, String target) {
        this.node = node;
        this.id = id;
        this.source = source;
        this.target = target;
        YamlNode written = node.get("rules");
        if (written != null) {
            rules.addAll(written.items());
        }
    }

    /** Replaces the rule of the same id, or adds. */
    void lay(YamlNode rule) {
        for (int i = 0; i < rules.size(); i++) {
            String ruleId = rules.get(i).text("id");
            if (ruleId != null && ruleId.equals(rule.text("id"))) {
                rules.set(i, rule);
                return;
            }
        }
        rules.add(rule);
    }

    /** Takes the rules of another map, with its own laid over them. */
    void inherit(MapSource other) {
        List<YamlNode> own = List.copyOf(rules);
        rules.clear();
        rules.addAll(other.rules);
        own.forEach(this::lay);
    }

    /** Whether it reads a segment; else a data type. */
    boolean isSegment(java.util.Set<String> dataTypes) {
        return source.length() == 3 && !dataTypes.contains(source);
    }
}

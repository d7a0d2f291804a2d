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

    /** Whether it reads a segment; else a data type. */
    boolean isSegment(java.util.Set<String> dataTypes) {
        return source.length() == 3 && !dataTypes.contains(source);
    }
}

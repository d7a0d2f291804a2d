package org.chartlift.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.YamlNode;

/** Finds maps that would never end: data type maps that call themselves on the same value, and keys that need themselves. */
final class CycleCheck {
    private final MapDocuments documents;
    private final Faults faults;

    CycleCheck(MapDocuments documents, Faults faults) {
        this.documents = documents;
        this.faults = faults;
    }

    void run() {
        Map<String, Set<String>> calls = new HashMap<>();
        Map<String, Set<String>> keys = new HashMap<>();
        documents.maps.forEach((id, map) -> {
            Set<String> called = new LinkedHashSet<>();
            map.rules.forEach(r -> calls(r, called));
            calls.put(id, called);
            keys.put(id, keyRefs(map));
        });
        report(calls, "calls itself on the same value");
        report(keys, "needs its own id for its key");
    }

    private void calls(YamlNode rule, Set<String> called) {
        String as = rule.text("as");
        if (as != null && ".".equals(rule.text("from")) && as.contains(">")) {
            String source = as.substring(0, as.indexOf('>'));
            String target = as.substring(as.indexOf('>') + 1);
            documents.maps.values().stream()
                    .filter(m -> m.source.equals(source) && m.target.equals(target))
                    .forEach(m -> called.add(m.id));
        }
        if (rule.has("rules")) {
            rule.get("rules").items().forEach(r -> calls(r, called));
        }
    }

    private Set<String> keyRefs(MapSource map) {
        Set<String> refs = new LinkedHashSet<>();
        YamlNode key = map.node.get("key");
        List<YamlNode> alternatives = key == null ? List.of() : key.items();
        for (YamlNode alternative : alternatives) {
            for (YamlNode item : alternative.items()) {
                String text = item.text();
                if (text.startsWith("ref(")) {
                    String name = text.substring(4, text.lastIndexOf(')'));
                    documents.maps.values().stream()
                            .filter(m -> m.id.equals(name) || m.target.equals(name))
                            .forEach(m -> refs.add(m.id));
                }
            }
        }
        return refs;
    }

    private void report(Map<String, Set<String>> edges, String what) {
        for (String start : edges.keySet()) {
            Deque<String> open = new ArrayDeque<>(edges.get(start));
            Set<String> seen = new LinkedHashSet<>();
            while (!open.isEmpty()) {
                String next = open.pop();
                if (next.equals(start)) {
                    faults.add(documents.maps.get(start).node, "map `" + start + "` " + what);
                    break;
                }
                if (seen.add(next)) {
                    open.addAll(edges.getOrDefault(next, Set.of()));
                }
            }
        }
    }
}

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.mapping.MapChange.Kind;
import org.chartlift.mapping.rule.YamlNode;
import org.jspecify.annotations.Nullable;

/** Compares two map sets by what they say, rule by rule. Notes and layout are no difference. Used by one thread. */
final class MapDiff {
    private final Side before;
    private final Side now;
    private final List<MapChange> changes = new ArrayList<>();

    MapDiff(CompiledMaps maps, MapDocuments documents, CompiledMaps otherMaps, MapDocuments otherDocuments) {
        now = new Side(maps, documents, new RuleReach(maps));
        before = new Side(otherMaps, otherDocuments, new RuleReach(otherMaps));
    }

    private record Side(CompiledMaps maps, MapDocuments documents, RuleReach reach) {
        String location(String id) {
            RuleText text = maps.texts().get(id);
            return text == null ? "" : text.location();
        }
    }

    /** The changes: maps with their rules first, by id. */
    List<MapChange> changes() {
        Set<String> ids = new TreeSet<>(before.documents.maps.keySet());
        ids.addAll(now.documents.maps.keySet());
        ids.forEach(this::map);
        compare("message", "", objects(before.documents.messages), objects(now.documents.messages), "/event");
        compare("extension", "", objects(before.documents.extensions), objects(now.documents.extensions), "");
        compare("system", "", before.documents.systems, now.documents.systems, "");
        compare("table", "", before.documents.tables, now.documents.tables, "");
        compare("sender", "", before.documents.senders, now.documents.senders, "");
        Set<String> names = new TreeSet<>(before.documents.vocabularies.keySet());
        names.addAll(now.documents.vocabularies.keySet());
        names.forEach(this::vocabulary);
        return changes;
    }

    private void map(String id) {
        MapSource old = before.documents.maps.get(id);
        MapSource own = now.documents.maps.get(id);
        if (old == null || own == null) {
            Kind kind = old == null ? Kind.ADDED : Kind.REMOVED;
            add(kind, "map", id, id, id);
        }
        int found = changes.size();
        compare("rule", id, rules(id, old), rules(id, own), "");
        boolean same = old == null || own == null || Digest.map(old).equals(Digest.map(own));
        boolean head = !same && !Objects.equals(head(old), head(own));
        if (!same && (head || changes.size() == found)) {
            // the head says how the whole map works, and so does the order of its rules
            add(Kind.CHANGED, "map", id, id, id);
        }
    }

    private static Object head(MapSource map) {
        Map<String, Object> head = Digest.map(map);
        head.remove("rules");
        head.remove("version");
        return head;
    }

    private static Map<String, Object> rules(String id, @Nullable MapSource map) {
        Map<String, Object> rules = new TreeMap<>();
        if (map != null) {
            rules(id + "/", map.rules, rules);
        }
        return rules;
    }

    private static void rules(String prefix, List<YamlNode> nodes, Map<String, Object> rules) {
        for (YamlNode node : nodes) {
            String id = prefix + node.text("id");
            Map<String, Object> said = new TreeMap<>();
            node.fields().forEach((key, value) -> {
                if (!key.equals("rules") && !key.equals("note")) {
                    said.put(key, value.toObject());
                }
            });
            rules.put(id, said);
            if (node.has("rules")) {
                rules(id + ".", node.get("rules").items(), rules);
            }
        }
    }

    private static Map<String, Object> objects(Map<String, YamlNode> nodes) {
        Map<String, Object> objects = new TreeMap<>();
        nodes.forEach((name, node) -> objects.put(name, node.toObject()));
        return objects;
    }

    private void compare(String what, String map, Map<String, ?> old, Map<String, ?> own, String suffix) {
        Set<String> ids = new TreeSet<>(old.keySet());
        ids.addAll(own.keySet());
        for (String id : ids) {
            Object a = old.get(id);
            Object b = own.get(id);
            if (a == null || b == null) {
                add(a == null ? Kind.ADDED : Kind.REMOVED, what, id, map, id + suffix);
            } else if (!a.equals(b)) {
                add(Kind.CHANGED, what, id, map, id + suffix);
            }
        }
    }

    private void add(Kind kind, String what, String id, String map, String text) {
        Set<String> elements = new TreeSet<>();
        if (kind != Kind.ADDED) {
            elements.addAll(before.reach.of(id));
        }
        if (kind != Kind.REMOVED) {
            elements.addAll(now.reach.of(id));
        }
        changes.add(new MapChange(
                kind,
                what,
                id,
                map,
                kind == Kind.ADDED ? "" : before.location(text),
                kind == Kind.REMOVED ? "" : now.location(text),
                List.copyOf(elements)));
    }

    private void vocabulary(String name) {
        Map<String, String> old = codes(before.documents.vocabularies.get(name));
        Map<String, String> own = codes(now.documents.vocabularies.get(name));
        Set<String> elements = new TreeSet<>(before.reach.ofVocabulary(name));
        elements.addAll(now.reach.ofVocabulary(name));
        Set<String> codes = new TreeSet<>(Comparator.naturalOrder());
        codes.addAll(old.keySet());
        codes.addAll(own.keySet());
        for (String code : codes) {
            String a = old.get(code);
            String b = own.get(code);
            if (!Objects.equals(a, b)) {
                Kind kind = a == null ? Kind.ADDED : b == null ? Kind.REMOVED : Kind.CHANGED;
                changes.add(new MapChange(kind, "vocabulary", name + " " + code, "", "", "", List.copyOf(elements)));
            }
        }
    }

    private static Map<String, String> codes(ConceptMapReader.@Nullable Vocabulary vocabulary) {
        Map<String, String> codes = new TreeMap<>();
        if (vocabulary != null) {
            vocabulary.map().getGroup().forEach(group -> {
                group.getElement().forEach(e -> {
                    StringBuilder targets = new StringBuilder();
                    e.getTarget().forEach(t -> targets.append(group.getTarget())
                            .append('|')
                            .append(t.getCode())
                            .append('|')
                            .append(t.getDisplay())
                            .append('|')
                            .append(t.getEquivalence())
                            .append(' '));
                    codes.merge(group.getSource() + "|" + e.getCode(), targets.toString(), String::concat);
                });
                if (group.hasUnmapped()) {
                    codes.put(
                            group.getSource() + "|(unmapped)",
                            group.getUnmapped().getMode() + " "
                                    + group.getUnmapped().getCode());
                }
            });
        }
        return codes;
    }
}

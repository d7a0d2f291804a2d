package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.mapping.code.CodingSystems;
import org.chartlift.mapping.function.Functions;
import org.chartlift.mapping.identity.Senders;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.KeyItem;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.YamlNode;
import org.chartlift.source.hl7v2.MessageGrammar;
import org.chartlift.source.hl7v2.MessageGrammarException;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** Compiles the documents of a map set, all faults collected. Used by one thread. */
final class MapCompiler {
    private static final String NOTHING = "nothing";
    private static final Set<String> MAP_KEYS = Set.of(
            "map", "id", "like", "disable", "version", "key", "update", "repeat", "into", "named", "when", "rules",
            "scope", "note");
    private static final Set<String> MESSAGE_KEYS = Set.of("message", "version", "for", "grammar", "maps", "note");

    private final MapDocuments documents;
    private final Faults faults;
    private final CompileContext context;
    private final Map<String, MapPlan> maps = new TreeMap<>();

    MapCompiler(MapDocuments documents, Faults faults) {
        this.documents = documents;
        this.faults = faults;
        context = new CompileContext(documents, faults, Functions.standard());
    }

    CompiledMaps compile(String digest) {
        for (MapSource source : documents.maps.values()) {
            MapPlan plan = map(source);
            if (plan != null) {
                maps.put(source.id, plan);
            }
        }
        for (MapRef ref : context.refs) {
            MapPlan plan = maps.get(ref.id);
            if (plan != null) {
                ref.resolve(plan);
            }
        }
        new CycleCheck(documents, faults).run();
        Map<String, MessagePlan> events = messages();
        unused();
        return new CompiledMaps(
                Map.copyOf(events),
                Map.copyOf(maps),
                Map.copyOf(context.vocabularies),
                new CodingSystems(documents.systems, documents.tables),
                new Senders(List.copyOf(documents.senders.values())),
                Map.copyOf(context.texts),
                digest);
    }

    private @Nullable MapPlan map(MapSource source) {
        YamlNode node = source.node;
        context.text(source.id, node);
        node.allowOnly(MAP_KEYS, faults);
        Base exemplar = source.target.equals(NOTHING) ? null : Model.exemplar(source.target);
        Element target = exemplar == null
                ? null
                : new Element(
                        source.target,
                        source.target,
                        0,
                        false,
                        Set.of(source.target),
                        Model.constructor(exemplar),
                        "",
                        "",
                        Set.of());
        if (exemplar == null && !source.target.equals(NOTHING)) {
            faults.add(node.get("map"), "FHIR R4 has no type " + source.target);
            return null;
        }
        RulePlan.Body body = new RuleCompiler(context, source)
                .body(source.rules, exemplar, target == null ? Model.EXTENSION : target);
        boolean resource = exemplar instanceof org.hl7.fhir.r4.model.Resource;
        boolean shared = "shared".equals(word(node, "scope", Set.of("shared", "patient")));
        String repeat = word(node, "repeat", Set.of("merge", "separate", "join"));
        boolean joins = "join".equals(repeat);
        boolean merges = shared || joins || "merge".equals(repeat);
        boolean updates = "merge".equals(word(node, "update", Set.of("merge", "replace")));
        return new MapPlan(
                source.id,
                source.source,
                target,
                resource && !node.has("into"),
                node.has("into") ? context.selector(node.text("into"), node.get("into")) : null,
                keys(node),
                updates ? ConvertedResource.Update.MERGE : ConvertedResource.Update.REPLACE,
                merges,
                joins,
                shared ? ConvertedResource.Scope.SHARED : ConvertedResource.Scope.PATIENT,
                node.has("named") && node.get("named").isTrue(),
                context.condition(node),
                body);
    }

    private @Nullable String word(YamlNode node, String key, Set<String> allowed) {
        String value = node.text(key);
        if (value != null && !allowed.contains(value)) {
            faults.add(
                    node.get(key),
                    "`" + key + ":` is one of " + allowed.stream().sorted().toList());
        }
        return value;
    }

    private List<List<MapPlan.Key>> keys(YamlNode node) {
        YamlNode key = node.get("key");
        List<List<MapPlan.Key>> alternatives = new ArrayList<>();
        if (key == null || key.items().isEmpty()) {
            return alternatives;
        }
        if (node.has("into")) {
            faults.add(key, "a map has `key:` or `into:`, not both");
        }
        boolean oneAlternative = key.items().stream().allMatch(YamlNode::isScalar);
        for (YamlNode alternative : oneAlternative ? List.of(key) : key.items()) {
            List<MapPlan.Key> items = new ArrayList<>();
            for (YamlNode item : alternative.items()) {
                MapPlan.Key parsed = key(item);
                if (parsed != null) {
                    items.add(parsed);
                }
            }
            alternatives.add(List.copyOf(items));
        }
        return List.copyOf(alternatives);
    }

    private MapPlan.@Nullable Key key(YamlNode item) {
        try {
            KeyItem parsed = KeyItem.parse(item.text());
            if (!parsed.form().equals("ref")) {
                return new MapPlan.Key(parsed, null);
            }
            RulePlan.ResourceSelector selector = context.selector(parsed.map(), item);
            return selector == null ? null : new MapPlan.Key(parsed, selector);
        } catch (SyntaxException e) {
            faults.add(item, e.getMessage());
            return null;
        }
    }

    private Map<String, MessagePlan> messages() {
        Map<String, MessagePlan> events = new HashMap<>();
        Map<String, List<MapPlan>> standard = standard();
        documents.messages.forEach((id, node) -> {
            MessagePlan plan = message(id, node, standard);
            if (plan != null) {
                for (String event : plan.events()) {
                    MessagePlan other = events.put(event, plan);
                    if (other != null) {
                        faults.add(node, "event " + event + " is taken by message " + other.id());
                    }
                }
            }
        });
        return events;
    }

    private Map<String, List<MapPlan>> standard() {
        Map<String, List<MapPlan>> standard = new HashMap<>();
        maps.values().forEach(m -> {
            if (!m.named() && isSegment(m.source())) {
                standard.computeIfAbsent(m.source(), s -> new ArrayList<>()).add(m);
            }
        });
        return standard;
    }

    /** Segments are known from the grammars; everything else that has rules is a data type. */
    private boolean isSegment(String source) {
        return segments().contains(source) || source.startsWith("Z") && source.length() == 3;
    }

    private @Nullable Set<String> segments;

    private Set<String> segments() {
        if (segments == null) {
            segments = new LinkedHashSet<>();
            documents.messages.values().forEach(m -> {
                String grammar = m.text("grammar");
                for (String word : grammar == null ? new String[0] : grammar.split("[^A-Za-z0-9_:]+")) {
                    if (word.matches("[A-Z][A-Z0-9]{2}")) {
                        segments.add(word);
                    }
                }
            });
        }
        return segments;
    }

    private @Nullable MessagePlan message(String id, YamlNode node, Map<String, List<MapPlan>> standard) {
        context.text(id + "/event", node);
        node.allowOnly(MESSAGE_KEYS, faults);
        YamlNode grammar = node.get("grammar");
        YamlNode events = node.get("for");
        if (grammar == null || events == null) {
            faults.add(node, "a message has `for:` and `grammar:`");
            return null;
        }
        MessageGrammar parsed = grammar(id, grammar);
        if (parsed == null) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        events.items()
                .forEach(e -> names.add(
                        e.text().endsWith("^") ? e.text().substring(0, e.text().length() - 1) : e.text()));
        return new MessagePlan(id, Set.copyOf(names), parsed, chosen(node, parsed), Map.copyOf(standard));
    }

    private @Nullable MessageGrammar grammar(String id, YamlNode grammar) {
        try {
            return MessageGrammar.parse(id, grammar.text());
        } catch (MessageGrammarException e) {
            e.faults().forEach(f -> faults.add(grammar, "grammar, " + f));
            return null;
        }
    }

    private Map<String, List<MapPlan>> chosen(YamlNode node, MessageGrammar grammar) {
        Map<String, List<MapPlan>> chosen = new HashMap<>();
        if (!node.has("maps")) {
            return chosen;
        }
        node.get("maps").fields().forEach((where, list) -> {
            String segment = where.substring(where.lastIndexOf('.') + 1);
            String group = where.contains(".") ? where.substring(0, where.lastIndexOf('.')) : "";
            boolean there = group.isEmpty() ? grammar.segments().contains(segment) : grammar.holds(group, segment);
            if (!there && !segment.startsWith("Z")) {
                faults.add(list, "the grammar has no " + where);
            }
            List<MapPlan> plans = new ArrayList<>();
            for (YamlNode name : list.items()) {
                named(name, segment, plans);
            }
            chosen.put(where, List.copyOf(plans));
        });
        return Map.copyOf(chosen);
    }

    private void named(YamlNode name, String segment, List<MapPlan> plans) {
        MapSource source = documents.maps.get(name.text());
        MapPlan plan = maps.get(name.text());
        context.namedInMessages.add(name.text());
        if (source == null) {
            faults.add(name, "there is no map `" + name.text() + "`");
        } else if (!source.source.equals(segment)) {
            faults.add(name, "map `" + name.text() + "` reads " + source.source + ", not " + segment);
        } else if (plan != null) {
            plans.add(plan);
        }
    }

    private void unused() {
        for (MapPlan m : maps.values()) {
            if (m.named() && !context.namedInMessages.contains(m.id())) {
                faults.add(documents.maps.get(m.id()).node, "no message names the map `" + m.id() + "`");
            }
        }
    }
}

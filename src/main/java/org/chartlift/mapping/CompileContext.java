package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.function.Functions;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.ConditionParser;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.mapping.rule.SyntaxException;
import org.chartlift.mapping.rule.YamlNode;
import org.jspecify.annotations.Nullable;

/** What the parts of the compiler share. Used by one thread. */
final class CompileContext {
    final MapDocuments documents;
    final Faults faults;
    final Functions functions;
    final Map<String, CodeMap> vocabularies = new HashMap<>();
    final List<MapRef> refs = new ArrayList<>();
    final Set<String> namedInMessages = new HashSet<>();
    final Map<String, RuleText> texts = new HashMap<>();

    CompileContext(MapDocuments documents, Faults faults, Functions functions) {
        this.documents = documents;
        this.faults = faults;
        this.functions = functions;
        documents.vocabularies.forEach((name, v) -> vocabularies.put(name, CodeMap.of(name, v.map())));
    }

    void text(String id, YamlNode node) {
        texts.put(id, RuleText.of(id, node));
    }

    MapRef ref(String map) {
        MapRef ref = new MapRef(map);
        refs.add(ref);
        return ref;
    }

    @Nullable
    Condition condition(YamlNode node) {
        return condition(node, "when");
    }

    @Nullable
    Condition condition(YamlNode node, String key) {
        YamlNode when = node.get(key);
        if (when == null) {
            return null;
        }
        try {
            return ConditionParser.parse(when.text());
        } catch (SyntaxException e) {
            faults.add(when, e.getMessage());
            return null;
        }
    }

    @Nullable
    SourcePath path(@Nullable YamlNode at) {
        return at == null ? null : path(at.text(), at);
    }

    @Nullable
    SourcePath path(String text, YamlNode at) {
        try {
            return SourcePath.parse(text);
        } catch (SyntaxException e) {
            faults.add(at, e.getMessage());
            return null;
        }
    }

    /** Resources by map id or by type; null, with a fault, if no map makes such. */
    RulePlan.@Nullable ResourceSelector selector(String name, YamlNode at) {
        Set<String> maps = new HashSet<>();
        Set<String> segments = new HashSet<>();
        for (MapSource m : documents.maps.values()) {
            boolean creates = !m.node.has("into") && Model.isResource(m.target);
            if (creates && (m.id.equals(name) || m.target.equals(name))) {
                maps.add(m.id);
                segments.add(m.source);
            }
        }
        if (maps.isEmpty()) {
            faults.add(at, "no map makes a `" + name + "`");
            return null;
        }
        return new RulePlan.ResourceSelector(name, Set.copyOf(maps), Set.copyOf(segments));
    }
}

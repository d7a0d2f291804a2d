package org.chartlift.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which elements of resources each rule and each vocabulary writes to, data type maps by way of whoever uses them. Used by one thread. */
final class RuleReach {
    private final Map<String, Set<String>> rules = new HashMap<>();
    private final Map<String, Set<String>> vocabularies = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    RuleReach(CompiledMaps maps) {
        for (MapPlan map : maps.maps().values()) {
            boolean resource = map.creates() || map.into() != null;
            if (resource && seen.add(map.id() + " " + map.type())) {
                reached(map.id(), map.type());
                body(map.body(), map.type());
            }
        }
    }

    /** Elements of a rule or map, by id. */
    Set<String> of(String id) {
        return rules.getOrDefault(id, Set.of());
    }

    Set<String> ofVocabulary(String name) {
        return vocabularies.getOrDefault(name, Set.of());
    }

    private void reached(String id, String path) {
        rules.computeIfAbsent(id, k -> new TreeSet<>()).add(path);
    }

    private void body(RulePlan.Body body, String path) {
        body.rules().forEach(rule -> rule(rule, path));
        body.fixed().forEach(rule -> reached(rule.id(), join(path, rule.to())));
    }

    private void rule(RulePlan rule, String path) {
        if (rule instanceof RulePlan.Value r) {
            value(r, join(path, r.to()));
        } else if (rule instanceof RulePlan.Block r) {
            reached(r.id(), join(path, r.to()));
            body(r.body(), join(path, r.to()));
        } else if (rule instanceof RulePlan.Ref r) {
            reached(r.id(), join(path, r.to()));
        } else if (rule instanceof RulePlan.Carry r) {
            reached(r.id(), (r.to() == null ? path : join(path, r.to())) + ".extension(source-field)");
        }
    }

    private void value(RulePlan.Value r, String path) {
        reached(r.id(), path);
        if (r.vocabulary() != null) {
            vocabularies
                    .computeIfAbsent(r.vocabulary().map().name(), k -> new TreeSet<>())
                    .add(path);
        }
        if (r.writer() instanceof RulePlan.Writer.DataType w) {
            MapPlan map = w.map().plan();
            // a data type may hold itself, and the same element is reached by many rules
            if (seen.add(map.id() + " " + path)) {
                reached(map.id(), path);
                body(map.body(), path);
            }
        }
        if (r.extra() != null) {
            body(r.extra(), path);
        }
    }

    private static String join(String path, TargetPlan to) {
        return to.isSelf() ? path : path + "." + to.text().replaceAll("\\{[^}]*}", "");
    }
}

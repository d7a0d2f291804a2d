package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.record.Outcome;

/** Lists what the rules of maps do with the fields of segments. */
final class RuleListing {
    private final List<RuleInfo> rules = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    /**
     * A rule that refers to a resource of the same record.
     *
     * @param target the element, from its type on
     * @param maps the maps that may make that resource
     * @param fields the fields by which it is found, such as {@code OBR-26}
     */
    record Link(String rule, String target, Set<String> maps, Set<String> fields) {}

    /** In the order of the maps' ids, so that what is written from it does not change from run to run. */
    RuleListing(Collection<MapPlan> maps) {
        maps.stream()
                .sorted(Comparator.comparing(MapPlan::id))
                .forEach(map -> body(map, map.body(), map.source(), 0, ""));
    }

    static List<RuleInfo> of(Collection<MapPlan> maps) {
        return new RuleListing(maps).rules();
    }

    List<RuleInfo> rules() {
        return List.copyOf(rules);
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    private void body(MapPlan map, RulePlan.Body body, String segment, int field, String outer) {
        for (RulePlan rule : body.rules()) {
            if (rule instanceof RulePlan.Value r) {
                add(map, r.id(), r.from(), segment, field, Outcome.MAPPED, outer + r.to().text());
            } else if (rule instanceof RulePlan.Block r) {
                block(map, r, segment, field, outer);
            } else if (rule instanceof RulePlan.Drop r) {
                add(map, r.id(), r.from(), segment, field, Outcome.DROPPED, r.detail());
            } else if (rule instanceof RulePlan.Carry r) {
                add(map, r.id(), r.from(), segment, field, Outcome.CARRIED, "source-field");
            } else if (rule instanceof RulePlan.Ref r) {
                links.add(new Link(
                        r.id(),
                        map.type() + "." + outer + r.to().text(),
                        r.what().maps(),
                        found(r)));
            }
        }
    }

    private void block(MapPlan map, RulePlan.Block block, String segment, int field, String outer) {
        SourcePath from = block.from();
        String inner = outer + block.to().text() + ".";
        if (from == null) {
            body(map, block.body(), segment, field, inner);
        } else {
            body(map, block.body(), from.isRelative() ? segment : from.segment(), field(from, field), inner);
        }
    }

    private static Set<String> found(RulePlan.Ref rule) {
        Set<String> fields = new HashSet<>();
        for (RulePlan.Match m : rule.match()) {
            if (!m.ours().isRelative() && !m.ours().steps().isEmpty()) {
                fields.add(m.ours().segment() + "-" + m.ours().steps().get(0).number());
            }
        }
        return fields;
    }

    private static int field(SourcePath path, int outer) {
        if (path.steps().isEmpty() || path.steps().get(0).number() == SourcePath.ALL) {
            return path.isRelative() ? outer : 0;
        }
        return path.isRelative() && outer > 0 ? outer : path.steps().get(0).number();
    }

    private void add(
            MapPlan map, String id, SourcePath path, String segment, int field, Outcome outcome, String detail) {
        int first = field(path, field);
        int last = path.lastField() > 0 ? path.lastField() : first;
        rules.add(new RuleInfo(
                map.id(), id, path.isRelative() ? segment : path.segment(), first, last, outcome, detail, map.type()));
    }
}

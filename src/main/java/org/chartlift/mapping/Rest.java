package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.record.Finding;
import org.chartlift.record.Outcome;
import org.chartlift.record.Severity;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** The passes after the values: what is dropped or carried, references, constants, and the last checks. Used by one thread. */
final class Rest {
    private final Run run;
    private final SourceTree tree;
    private final List<Pending> claims = new ArrayList<>();
    private final List<Pending> refs = new ArrayList<>();
    /** What was carried already, by element. */
    private final Map<Place, Map<String, Place>> carried = new IdentityHashMap<>();

    private record Pending(Frame frame, RulePlan rule, int order) {}

    Rest(Run run) {
        this.run = run;
        tree = run.tree;
    }

    void add(Frame frame, RulePlan rule) {
        if (rule instanceof RulePlan.Ref) {
            refs.add(new Pending(frame, rule, refs.size()));
        } else if (rule instanceof RulePlan.Drop d) {
            claims.add(new Pending(frame, rule, d.from().isWildcard() ? 2 : 0));
        } else if (rule instanceof RulePlan.Carry c) {
            claims.add(new Pending(frame, rule, c.from().isWildcard() ? 3 : 1));
        }
    }

    /** Exact paths before wildcards, inner frames before outer ones. */
    void dropAndCarry() {
        claims.sort(Comparator.comparingInt(Pending::order)
                .thenComparing(
                        Comparator.<Pending>comparingInt(p -> depth(p.frame)).reversed()));
        for (Pending p : claims) {
            if (p.rule instanceof RulePlan.Drop d) {
                leaves(d.from(), p.frame, leaf -> drop(d, leaf));
            } else if (p.rule instanceof RulePlan.Carry c) {
                leaves(c.from(), p.frame, leaf -> carry(p.frame, c, leaf));
            }
        }
    }

    private static int depth(Frame frame) {
        int depth = 0;
        for (Frame f = frame.parent; f != null; f = f.parent) {
            depth++;
        }
        return depth;
    }

    private void drop(RulePlan.Drop rule, int leaf) {
        run.claims.say(tree.leafOrdinal(leaf), Outcome.DROPPED, rule.id(), rule.detail());
    }

    private void leaves(SourcePath path, Frame frame, java.util.function.IntConsumer each) {
        for (int node : run.locator.nodes(path, frame.node, frame.segment)) {
            for (int n = node; n < tree.subtreeEnd(node); n++) {
                boolean open = tree.isLeaf(n)
                        && tree.nullKind(n) != NullKind.BLANK
                        && inRange(path, n)
                        && !run.claims.isClaimed(tree.leafOrdinal(n));
                if (open) {
                    each.accept(n);
                }
            }
        }
    }

    private boolean inRange(SourcePath path, int node) {
        if (path.lastField() == 0) {
            return true;
        }
        int n = node;
        while (tree.kind(n) != SourceTree.Kind.FIELD && tree.parent(n) != SourceTree.NONE) {
            n = tree.parent(n);
        }
        return tree.step(n) >= path.steps().get(0).number() && tree.step(n) <= path.lastField();
    }

    private void carry(Frame frame, RulePlan.Carry rule, int leaf) {
        String text = tree.text(leaf);
        if (text.length() > Primitive.LONGEST_STRING || !Primitive.hasNoControls(text)) {
            run.claims.say(tree.leafOrdinal(leaf), Outcome.FAILED, rule.id(), "not-a-string");
            return;
        }
        Extension field = SourceField.of(tree.path(leaf), text);
        String key = SourceField.key(tree.path(leaf), text);
        Place on = rule.to() == null ? frame.place : element(frame, rule.to());
        Place same = carried.computeIfAbsent(on, p -> new HashMap<>()).get(key);
        if (same != null) {
            run.claims.write(tree.leafOrdinal(leaf), same, rule.id(), Outcome.CARRIED, failure(leaf));
            return;
        }
        Place place = new Place(field, "extension");
        carried.get(on).put(key, place);
        place.origin = rule.id();
        Element extension = Model.EXTENSION;
        place.index = on.value.getProperty(extension.hash(), extension.property(), false).length;
        on.value.setProperty(extension.hash(), extension.property(), field);
        on.add(place);
        run.claims.write(tree.leafOrdinal(leaf), place, rule.id(), Outcome.CARRIED, failure(leaf));
        frame.touch();
        run.values().finish(frame);
    }

    private String failure(int leaf) {
        return run.claims.failure(tree.leafOrdinal(leaf));
    }

    private static Place element(Frame frame, TargetPlan to) {
        Place container = frame.container(to);
        return frame.enter(container, to.last());
    }

    /** Only to resources that survive: a reference never dangles. */
    void references() {
        Set<String> survivors = new LinkedHashSet<>(run.byId().keySet());
        for (Pending p : refs) {
            if (!survivors.contains(p.frame.instance.reference())) {
                continue;
            }
            RulePlan.Ref rule = (RulePlan.Ref) p.rule;
            if (rule.all()) {
                Set<String> seen = new LinkedHashSet<>();
                for (Instance i : run.locator.below(rule.what(), rule.in(), p.frame.segment)) {
                    if (i.touched && i != p.frame.instance && seen.add(i.reference())) {
                        link(p.frame, rule, i);
                    }
                }
            } else {
                Instance found = one(rule, p.frame);
                if (found != null && survivors.contains(found.reference())) {
                    link(p.frame, rule, found);
                }
            }
        }
    }

    private @Nullable Instance one(RulePlan.Ref rule, Frame frame) {
        if (!rule.match().isEmpty()) {
            return matching(rule, frame);
        }
        return rule.in().isEmpty()
                ? run.locator.nearest(rule.what(), frame.segment, i -> i != frame.instance)
                : run.locator.inGroup(rule.what(), rule.in(), frame.segment, i -> i != frame.instance);
    }

    /** The one resource of the record whose fields say the same as ours; null if none or several do. */
    private @Nullable Instance matching(RulePlan.Ref rule, Frame frame) {
        Instance found = null;
        for (Instance i : run.locator.all(rule.what())) {
            if (!i.touched || i.reference().equals(frame.instance.reference()) || !matches(rule, i, frame)) {
                continue;
            }
            if (found != null && !found.reference().equals(i.reference())) {
                return null;
            }
            found = i;
        }
        return found;
    }

    private boolean matches(RulePlan.Ref rule, Instance instance, Frame frame) {
        boolean valued = false;
        for (RulePlan.Match m : rule.match()) {
            String ours = run.locator.text(m.ours(), frame.node, frame.segment);
            if (!ours.equals(run.locator.text(m.theirs(), instance.node, instance.segment))) {
                return false;
            }
            valued |= !ours.isEmpty();
        }
        return valued;
    }

    private void link(Frame frame, RulePlan.Ref rule, Instance target) {
        if (target.reference().equals(frame.instance.reference())) {
            return;
        }
        Values.link(frame, rule.to(), rule.reference(), target, rule.id());
        boolean before = frame.instance.touched;
        frame.touch();
        run.values().finish(frame);
        frame.instance.touched = before;
    }

    void constants() {
        for (Frame f : run.roots) {
            if (f.instance.touched) {
                run.values().constants(f);
            }
        }
    }

    /** What makes a conversion unfit as a whole. */
    void check(List<ConvertedResource> resources) {
        if (resources.isEmpty()) {
            run.findings.add(new Finding(Severity.A, "empty-result", "", "", "no resource came out of the record"));
            return;
        }
        int pid = populatedPid();
        boolean patient =
                resources.stream().anyMatch(r -> r.resource().fhirType().equals("Patient"));
        if (pid != SourceTree.NONE && !patient) {
            run.findings.add(new Finding(
                    Severity.A,
                    "pid-without-patient",
                    tree.path(pid),
                    "Patient",
                    "PID is populated but no Patient came out"));
        }
    }

    /** Whether it says more than what rules drop, such as its set id. */
    private boolean isPopulated(int segment) {
        for (int n = segment; n < tree.subtreeEnd(segment); n++) {
            boolean value = tree.isLeaf(n) && tree.nullKind(n) == NullKind.VALUE;
            if (value && !run.claims.isDropped(tree.leafOrdinal(n))) {
                return true;
            }
        }
        return false;
    }

    private int populatedPid() {
        for (int n = 1; n < tree.size(); n++) {
            if (tree.kind(n) == SourceTree.Kind.SEGMENT && tree.name(n).equals("PID") && isPopulated(n)) {
                return n;
            }
        }
        return SourceTree.NONE;
    }
}

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path or a reference means from where a rule stands: in the own group, then outward, never out of a group whose grammar could hold such a
 * segment. Where several would do and none is nearer than the others, there is no answer: a guess could name another patient's data. Used by one thread.
 */
final class Locator {
    private static final int[] NOTHING = {};

    private final SourceTree tree;
    private final MessagePlan message;
    private final Map<String, int[]> segments = new HashMap<>();
    private final Map<String, List<Instance>> instances = new HashMap<>();

    Locator(SourceTree tree, MessagePlan message) {
        this.tree = tree;
        this.message = message;
        for (int n = 1; n < tree.size(); n++) {
            SourceTree.Kind kind = tree.kind(n);
            if (kind == SourceTree.Kind.SEGMENT) {
                segments.merge(tree.name(n), new int[] {n}, Locator::append);
                n = tree.subtreeEnd(n) - 1;
            }
        }
    }

    private static int[] append(int[] all, int[] one) {
        int[] longer = java.util.Arrays.copyOf(all, all.length + 1);
        longer[all.length] = one[0];
        return longer;
    }

    void add(Instance instance) {
        instances.computeIfAbsent(instance.map.id(), k -> new ArrayList<>()).add(instance);
    }

    /** Nodes a path names, in document order. */
    List<Integer> nodes(SourcePath path, int node, int segment) {
        return descend(starts(path, node, segment), path.steps());
    }

    /** The first of them, or {@link SourceTree#NONE}. */
    int node(SourcePath path, int node, int segment) {
        if (path.isSingle()) {
            return single(path, node, segment);
        }
        List<Integer> all = nodes(path, node, segment);
        return all.isEmpty() ? SourceTree.NONE : all.get(0);
    }

    /** The nodes at which a path begins: the segments it names, or the node itself. */
    List<Integer> starts(SourcePath path, int node, int segment) {
        if (path.isRelative()) {
            return List.of(node);
        }
        return isOwn(path, segment) ? List.of(segment) : segments(path, segment);
    }

    private boolean isOwn(SourcePath path, int segment) {
        return path.occurrence() == SourcePath.NEAREST
                && path.group().isEmpty()
                && segment != SourceTree.NONE
                && tree.name(segment).equals(path.segment());
    }

    /** The one node of a path that names one at most, or {@link SourceTree#NONE}. */
    int single(SourcePath path, int node, int segment) {
        int at = path.isRelative() ? node : single(path.segment(), segment);
        List<SourcePath.Step> steps = path.steps();
        for (int i = 0; i < steps.size() && at != SourceTree.NONE; i++) {
            at = tree.child(at, steps.get(i).number(), steps.get(i).repetition());
        }
        return at;
    }

    private int single(String name, int segment) {
        if (segment != SourceTree.NONE && tree.name(segment).equals(name)) {
            return segment;
        }
        int[] all = segments.getOrDefault(name, NOTHING);
        return all.length == 0 ? SourceTree.NONE : nearest(all, name, segment);
    }

    List<Integer> descend(List<Integer> from, List<SourcePath.Step> steps) {
        List<Integer> level = from;
        for (SourcePath.Step step : steps) {
            if (step.number() == SourcePath.ALL) {
                return level;
            }
            if (level.size() == 1 && step.repetition() != SourcePath.ALL) {
                int child = tree.child(level.get(0), step.number(), step.repetition());
                level = child == SourceTree.NONE ? List.of() : List.of(child);
            } else {
                level = children(level, step);
            }
        }
        return level;
    }

    private List<Integer> children(List<Integer> level, SourcePath.Step step) {
        List<Integer> found = new ArrayList<>();
        for (int n : level) {
            if (step.repetition() != SourcePath.ALL || tree.isLeaf(n)) {
                int child = tree.child(n, step.number(), Math.max(1, step.repetition()));
                if (child != SourceTree.NONE) {
                    found.add(child);
                }
                continue;
            }
            for (int c = tree.firstChild(n); c != SourceTree.NONE; c = tree.nextSibling(c)) {
                if (tree.step(c) == step.number()) {
                    found.add(c);
                }
            }
        }
        return found;
    }

    private List<Integer> segments(SourcePath path, int from) {
        int[] all = segments.getOrDefault(path.segment(), NOTHING);
        if (all.length == 0) {
            return List.of();
        }
        if (path.occurrence() == SourcePath.NEAREST && path.group().isEmpty()) {
            int nearest = nearest(all, path.segment(), from);
            return nearest == SourceTree.NONE ? List.of() : List.of(nearest);
        }
        List<Integer> inGroup = around(all, path, from);
        if (path.occurrence() == SourcePath.ALL) {
            return inGroup;
        }
        int number = Math.max(1, path.occurrence());
        return inGroup.size() < number ? List.of() : List.of(inGroup.get(number - 1));
    }

    /** Every segment of the name below the own group; outward if that group can hold none. */
    private List<Integer> around(int[] all, SourcePath path, int from) {
        for (int group = groupOf(from); group != SourceTree.NONE; group = tree.parent(group)) {
            List<Integer> found = new ArrayList<>();
            for (int s : all) {
                if (within(s, group) && (path.group().isEmpty() || isInside(s, path.group(), group))) {
                    found.add(s);
                }
            }
            if (!found.isEmpty() || message.couldHold(tree.name(group), path.segment())) {
                return found;
            }
        }
        return List.of();
    }

    private int groupOf(int segment) {
        return segment == SourceTree.NONE ? 0 : tree.parent(segment);
    }

    private boolean within(int node, int group) {
        return node >= group && node < tree.subtreeEnd(group);
    }

    private boolean isInside(int node, String groupName, int upTo) {
        for (int n = tree.parent(node); n != SourceTree.NONE && n >= upTo; n = tree.parent(n)) {
            if (tree.kind(n) == SourceTree.Kind.GROUP && tree.name(n).equals(groupName)) {
                return true;
            }
        }
        return false;
    }

    private int nearest(int[] all, String name, int from) {
        for (int group = groupOf(from); group != SourceTree.NONE; group = tree.parent(group)) {
            int before = SourceTree.NONE;
            int after = SourceTree.NONE;
            int nested = SourceTree.NONE;
            int nestedCount = 0;
            for (int s : all) {
                if (!within(s, group)) {
                    continue;
                }
                if (tree.parent(s) != group) {
                    nested = s;
                    nestedCount++;
                } else if (s <= from) {
                    before = s;
                } else if (after == SourceTree.NONE) {
                    after = s;
                }
            }
            int direct = before != SourceTree.NONE ? before : after;
            if (direct != SourceTree.NONE) {
                return direct;
            }
            if (nestedCount == 1) {
                return nested;
            }
            if (nestedCount > 1 || message.couldHold(tree.name(group), name)) {
                return SourceTree.NONE;
            }
        }
        return SourceTree.NONE;
    }

    /** The nearest resource of the selector that {@code fits}, or null. */
    @Nullable
    Instance nearest(RulePlan.ResourceSelector what, int from, java.util.function.Predicate<Instance> fits) {
        for (int group = groupOf(from); group != SourceTree.NONE; group = tree.parent(group)) {
            Instance best = null;
            Instance inner = null;
            boolean several = false;
            for (String map : what.maps()) {
                for (Instance i : instances.getOrDefault(map, List.of())) {
                    if (!within(i.segment, group) || !fits.test(i)) {
                        continue;
                    }
                    if (tree.parent(i.segment) == group) {
                        best = nearer(best, i, from);
                    } else {
                        several |= inner != null && (i.id.isEmpty() || !inner.id.equals(i.id));
                        inner = i;
                    }
                }
            }
            if (best != null) {
                return best;
            }
            if (inner != null || couldHold(group, what.segments())) {
                return several ? null : inner;
            }
        }
        return null;
    }

    /** The one such resource in a group of this name, searched outward from the own group; null where there are several. */
    @Nullable
    Instance inGroup(
            RulePlan.ResourceSelector what, String name, int from, java.util.function.Predicate<Instance> fits) {
        for (int group = groupOf(from); group != SourceTree.NONE; group = tree.parent(group)) {
            Instance found = null;
            for (String map : what.maps()) {
                for (Instance i : instances.getOrDefault(map, List.of())) {
                    if (within(i.segment, group) && isInside(i.segment, name, group) && fits.test(i)) {
                        if (found != null && !found.id.equals(i.id)) {
                            return null;
                        }
                        found = i;
                    }
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Instance nearer(@Nullable Instance best, Instance candidate, int from) {
        if (best == null) {
            return candidate;
        }
        boolean candidateBefore = candidate.segment <= from;
        boolean bestBefore = best.segment <= from;
        if (candidateBefore != bestBefore) {
            return candidateBefore ? candidate : best;
        }
        boolean closer = candidateBefore ? candidate.segment > best.segment : candidate.segment < best.segment;
        return closer ? candidate : best;
    }

    private boolean couldHold(int group, Set<String> names) {
        String name = tree.name(group);
        for (String s : names) {
            if (message.couldHold(name, s)) {
                return true;
            }
        }
        return false;
    }

    /** Every resource of the selector in the record. */
    List<Instance> all(RulePlan.ResourceSelector what) {
        List<Instance> all = new ArrayList<>();
        what.maps().forEach(m -> all.addAll(instances.getOrDefault(m, List.of())));
        return all;
    }

    /** The text of the first leaf that a path names, without surrounding white space; empty if there is none. */
    String text(SourcePath path, int node, int segment) {
        int found = node(path, node, segment);
        int leaf = found == SourceTree.NONE ? SourceTree.NONE : tree.firstLeaf(found);
        return leaf == SourceTree.NONE ? "" : tree.text(leaf).trim();
    }

    /** Every resource of the selector below the own group, optionally inside a group of this name, in document order. */
    List<Instance> below(RulePlan.ResourceSelector what, String in, int from) {
        List<Instance> found = new ArrayList<>();
        int group = groupOf(from);
        for (String map : what.maps()) {
            for (Instance i : instances.getOrDefault(map, List.of())) {
                if (within(i.segment, group) && (in.isEmpty() || isInside(i.segment, in, group))) {
                    found.add(i);
                }
            }
        }
        if (what.maps().size() > 1) {
            found.sort(java.util.Comparator.comparingInt(i -> i.node));
        }
        return found;
    }
}

package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.function.Hl7Time;
import org.chartlift.mapping.function.SourceSettings;
import org.chartlift.mapping.identity.SenderSettings;
import org.chartlift.record.Finding;
import org.chartlift.record.Outcome;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of one record, in passes: make the resources, write the values, drop and carry what is left, set references between what survived, write
 * constants, merge what has one id. Used by one thread, once.
 */
final class Run {
    final SourceTree tree;
    final MapSet.Options options;
    final ConversionContext context;
    final CompiledMaps maps;
    final MessagePlan message;
    final Locator locator;
    final Claims claims;
    final Conditions conditions;
    final SourceSettings settings;
    final Keys keys;
    final List<Finding> findings = new ArrayList<>();
    final List<Untranslated> untranslated = new ArrayList<>(0);
    final List<Instance> instances = new ArrayList<>();
    final List<Frame> roots = new ArrayList<>();
    final Map<String, Instance> made = new HashMap<>();
    private final Map<String, List<Instance>> together = new HashMap<>();
    private final Values values;
    private final Rest rest;

    Run(
            CompiledMaps maps,
            MessagePlan message,
            SourceTree tree,
            ConversionContext context,
            String event,
            MapSet.Options options) {
        this.maps = maps;
        this.message = message;
        this.tree = tree;
        this.context = context;
        this.options = options;
        locator = new Locator(tree, message);
        claims = new Claims(tree);
        SenderSettings sender =
                maps.senders().find(context.sourceSystem(), Header.text(tree, 3, 1), Header.text(tree, 4, 1));
        settings = new SourceSettings(
                context.sourceSystem(),
                sender,
                Hl7Time.offsetOf(Header.text(tree, 7, 1)),
                maps.systems(),
                maps.vocabularies().get("UnitOfMeasure"));
        keys = new Keys(tree, context, sender, locator);
        conditions = new Conditions(tree, locator, claims, keys, event);
        values = new Values(this);
        rest = new Rest(this);
    }

    private record Work(MapPlan map, int segment, @Nullable Instance instance) {}

    Conversion convert() {
        Header.claimEvent(tree, claims, message.id() + "/event");
        List<Work> work = plan();
        instances.forEach(keys::id);
        work.forEach(this::run);
        rest.dropAndCarry();
        rest.references();
        rest.constants();
        List<ConvertedResource> resources = new Results(this).resources();
        rest.check(resources);
        List<LeafOutcome> outcomes = claims.outcomes();
        outcomes.forEach(this::report);
        return new Conversion(tree, resources, outcomes, findings, untranslated);
    }

    /** What a rule wanted to write and what does not stand in the target is worth a look; the value itself stays in the record. */
    private void report(LeafOutcome o) {
        if (o.outcome() == Outcome.FAILED && !o.detail().equals("no-target")) {
            add("failed-value", o, "rule " + o.rule() + " could not write the value: " + o.detail());
        } else if (o.outcome() == Outcome.OVERWRITTEN) {
            add("overwritten", o, "what rule " + o.rule() + " wrote was written over by " + o.detail());
        }
    }

    private void add(String rule, LeafOutcome o, String message) {
        findings.add(new Finding(Severity.B, rule, tree.path(tree.leaf(o.leaf())), "", message));
    }

    /** Makes the instances of creating maps, in document order, and lists what is to run. */
    private List<Work> plan() {
        List<Work> work = new ArrayList<>();
        for (int n = 1; n < tree.size(); n++) {
            if (tree.kind(n) != SourceTree.Kind.SEGMENT) {
                continue;
            }
            int parent = tree.parent(n);
            String group = parent == 0 ? "" : tree.name(parent);
            boolean ran = false;
            for (MapPlan map : message.mapsFor(group, tree.name(n))) {
                if (conditions.holds(map.when(), n, n, map.id())) {
                    ran = true;
                    work.add(new Work(map, n, map.creates() ? create(map, n, n) : null));
                }
            }
            if (!ran) {
                noMap(n);
            }
            n = tree.subtreeEnd(n) - 1;
        }
        return work;
    }

    private void noMap(int segment) {
        String name = tree.name(segment);
        if (name.charAt(0) != 'Z' && tree.firstLeaf(segment) != SourceTree.NONE) {
            findings.add(new Finding(
                    Severity.A,
                    "no-segment-map",
                    tree.path(segment),
                    "",
                    "no map of " + message.id() + " takes the segment " + name));
        }
    }

    Instance create(MapPlan map, int node, int segment) {
        Instance instance =
                new Instance(map, node, segment, (Resource) map.target().create());
        instances.add(instance);
        locator.add(instance);
        return instance;
    }

    private void run(Work w) {
        Instance instance = w.instance();
        if (instance == null && w.map().into() != null) {
            instance = locator.nearest(w.map().into(), w.segment(), i -> true);
            if (instance == null) {
                noTarget(w);
                return;
            }
        }
        if (instance == null) {
            instance = new Instance(w.map(), w.segment(), w.segment(), new org.hl7.fhir.r4.model.Basic());
        }
        Frame frame = new Frame(
                instance,
                null,
                instance.place,
                null,
                w.map().body(),
                null,
                w.map().id(),
                w.segment(),
                w.segment());
        roots.add(frame);
        values.run(frame);
    }

    private void noTarget(Work w) {
        String name = tree.name(w.segment());
        findings.add(new Finding(
                name.charAt(0) == 'Z' ? Severity.B : Severity.A,
                "no-target",
                tree.path(w.segment()),
                "",
                "no " + w.map().type() + " for the map " + w.map().id() + " to extend"));
        for (int n = w.segment(); n < tree.subtreeEnd(w.segment()); n++) {
            if (tree.isLeaf(n)) {
                claims.say(tree.leafOrdinal(n), Outcome.FAILED, w.map().id(), "no-target");
            }
        }
    }

    void later(Frame frame, RulePlan rule) {
        rest.add(frame, rule);
    }

    /** The occurrences of the instance's resource that its map joins, in document order; only itself where the map joins none. */
    List<Instance> together(Instance instance) {
        if (!instance.map.joinRepeats()) {
            return List.of(instance);
        }
        if (together.isEmpty()) {
            instances.stream().filter(i -> i.map.joinRepeats()).forEach(i -> together.computeIfAbsent(
                            i.map.id() + i.reference(), k -> new ArrayList<>())
                    .add(i));
        }
        return together.getOrDefault(instance.map.id() + instance.reference(), List.of(instance));
    }

    Values values() {
        return values;
    }

    /** Resources by id, in the order in which they were made. */
    Map<String, List<Instance>> byId() {
        Map<String, List<Instance>> all = new LinkedHashMap<>();
        for (Instance i : instances) {
            if (i.touched) {
                all.computeIfAbsent(i.reference(), k -> new ArrayList<>(1)).add(i);
            }
        }
        return all;
    }
}

package org.chartlift.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.function.Call;
import org.chartlift.mapping.function.ExtensionUrls;
import org.chartlift.record.Outcome;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** The pass that writes values: runs the rules of frames, and leaves the rest of the rules for later. Used by one thread. */
final class Values {
    private final Run run;
    private final SourceTree tree;
    private final Vocabularies vocabularies;

    Values(Run run) {
        this.run = run;
        tree = run.tree;
        vocabularies = new Vocabularies(run);
    }

    void run(Frame frame) {
        run(frame, frame.body);
        if (frame.extra != null) {
            run(frame, frame.extra);
        }
    }

    private void run(Frame frame, RulePlan.Body body) {
        for (RulePlan rule : body.rules()) {
            if (!run.conditions.holds(rule.when(), frame.node, frame.segment, rule.id())) {
                continue;
            }
            if (rule instanceof RulePlan.Value v) {
                value(frame, v);
            } else if (rule instanceof RulePlan.Block b) {
                block(frame, b);
            } else {
                run.later(frame, rule);
            }
        }
    }

    private void block(Frame frame, RulePlan.Block rule) {
        if (rule.from() == null) {
            open(frame, rule, frame.node, frame.segment);
            return;
        }
        for (int node : run.locator.nodes(rule.from(), frame.node, frame.segment)) {
            if (isDelete(node)) {
                delete(frame, rule.to(), node, rule.id());
            } else if (Conditions.isValued(tree, node)) {
                open(frame, rule, node, segmentOf(node, frame.segment));
            }
        }
    }

    private void open(Frame frame, RulePlan.Block rule, int node, int segment) {
        Frame inner = child(frame, rule.to(), rule.body(), null, rule.id(), node, segment);
        run(inner);
        finish(inner);
    }

    private Frame child(
            Frame parent,
            TargetPlan to,
            RulePlan.Body body,
            RulePlan.@Nullable Body extra,
            String rule,
            int node,
            int segment) {
        Place place = standing(parent, to);
        if (place == null) {
            place = new Place(to.last().create(), to.last().label());
        }
        return new Frame(parent.instance, parent, place, to, body, extra, rule, node, segment);
    }

    /** A named instance or single element that is there only because something below it was written: the rules go on in it. */
    private static @Nullable Place standing(Frame parent, TargetPlan to) {
        boolean named =
                to.wrap() == null && (!to.last().list() || !to.last().instance().isEmpty());
        Place container = named ? parent.existing(to, to.through().size()) : null;
        Place place = container == null ? null : parent.find(container, to.last());
        return place != null && place.origin == null && !(place.value instanceof PrimitiveType) ? place : null;
    }

    private int segmentOf(int node, int otherwise) {
        for (int n = node; n != SourceTree.NONE; n = tree.parent(n)) {
            if (tree.kind(n) == SourceTree.Kind.SEGMENT) {
                return n;
            }
        }
        return otherwise;
    }

    /** Attaches a frame that holds something; its constants come first, so that it is compared as a whole. */
    void finish(Frame frame) {
        if (frame.attachTo == null || frame.finished || !frame.touched) {
            return;
        }
        frame.finished = true;
        constants(frame);
        Frame parent = frame.parent;
        if (frame.place.parent == null) {
            Place container = parent.holder(frame.attachTo);
            Element last = frame.attachTo.last();
            attach(parent, container, last, frame);
        }
        parent.touch();
        finish(parent);
    }

    private static void attach(Frame parent, Place container, Element last, Frame frame) {
        Place old = last.list() ? null : parent.find(container, last);
        if (old != null && old.value.equalsDeep(frame.place.value)) {
            frame.place.alias = old;
            return;
        }
        if (old != null) {
            old.overwrittenBy = frame.rule;
            container.remove(old);
            old.parent = container;
        }
        parent.attach(container, last, frame.place);
    }

    /** Writes the constants of a frame, once. */
    void constants(Frame frame) {
        if (frame.fixedDone) {
            return;
        }
        frame.fixedDone = true;
        constants(frame, frame.body);
        if (frame.extra != null) {
            constants(frame, frame.extra);
        }
    }

    private void constants(Frame frame, RulePlan.Body body) {
        for (RulePlan.Fixed rule : body.fixed()) {
            if (run.conditions.holds(rule.when(), frame.node, frame.segment, rule.id())) {
                constant(frame, rule);
            }
        }
    }

    private static void constant(Frame frame, RulePlan.Fixed rule) {
        if (rule.needsFed() && frame.existing(rule.to(), rule.fedDepth()) == null) {
            return;
        }
        if (saysAbsent(rule.to()) && isThere(frame, rule.to())) {
            return;
        }
        Element last = rule.to().last();
        Place container = frame.holder(rule.to());
        boolean single = !last.list() || !last.instance().isEmpty();
        Place old = single ? frame.find(container, last) : null;
        boolean open = old == null || (old.value instanceof PrimitiveType<?> p && !p.hasValue());
        if (open) {
            frame.put(container, last, new Place(Copies.of(rule.value()), last.label()), rule.id(), true);
        }
    }

    private static boolean saysAbsent(TargetPlan to) {
        return to.wrap() != null && !to.through().isEmpty() && to.wrap().url().equals(ExtensionUrls.DATA_ABSENT_REASON);
    }

    /** Whether the element that a data-absent-reason would stand on holds a value or a reference: the reason never stands beside one. */
    private static boolean isThere(Frame frame, TargetPlan to) {
        int depth = to.through().size() - 1;
        Place container = frame.existing(to, depth);
        if (container == null) {
            return false;
        }
        Element element = to.through().get(depth);
        for (Base held : container.value.getProperty(element.hash(), element.property(), false)) {
            boolean said = held instanceof PrimitiveType<?> p ? p.hasValue() : !held.isEmpty();
            if (said) {
                return true;
            }
        }
        return false;
    }

    private void value(Frame frame, RulePlan.Value rule) {
        if (rule.join() == null && rule.where() == null && rule.from().isSingle()) {
            int node = run.locator.single(rule.from(), frame.node, frame.segment);
            if (node != SourceTree.NONE) {
                one(frame, rule, node);
            }
            return;
        }
        if (rule.join() != null) {
            joined(frame, rule);
            return;
        }
        for (int node : run.locator.nodes(rule.from(), frame.node, frame.segment)) {
            if (run.conditions.holds(rule.where(), node, segmentOf(node, frame.segment), rule.id())) {
                one(frame, rule, node);
            }
        }
    }

    private void one(Frame frame, RulePlan.Value rule, int node) {
        if (isDelete(node)) {
            delete(frame, rule.to(), node, rule.id());
        } else if (Conditions.isValued(tree, node)) {
            write(frame, rule, node);
        }
    }

    private void joined(Frame frame, RulePlan.Value rule) {
        Lines lines = new Lines(run, rule, frame);
        if (lines.valued().isEmpty()) {
            return;
        }
        if (rule.writer() instanceof RulePlan.Writer.Call c) {
            call(frame, rule, c, lines.valued(), lines.whole());
        } else if (rule.writer() instanceof RulePlan.Writer.Text t) {
            text(frame, rule, t, lines.valued(), lines.first());
        }
    }

    private void write(Frame frame, RulePlan.Value rule, int node) {
        if (rule.writer() instanceof RulePlan.Writer.Text w) {
            int leaf = tree.firstLeaf(node);
            if (tree.nullKind(leaf) == NullKind.VALUE) {
                text(frame, rule, w, List.of(leaf), tree.text(leaf));
            }
        } else if (rule.writer() instanceof RulePlan.Writer.Call w) {
            call(frame, rule, w, List.of(node), null);
        } else if (rule.writer() instanceof RulePlan.Writer.DataType w) {
            dataType(frame, rule, w.map().plan(), node);
        } else if (rule.writer() instanceof RulePlan.Writer.Resource w) {
            resource(frame, rule, w, node);
        }
    }

    private void text(Frame frame, RulePlan.Value rule, RulePlan.Writer.Text writer, List<Integer> nodes, String text) {
        if (rule.vocabulary() != null) {
            vocabularies.code(frame, rule, rule.vocabulary(), writer.primitive(), nodes.get(0), text);
            return;
        }
        PrimitiveType<?> value = writer.primitive().of(text);
        if (value == null) {
            nodes.forEach(n -> fail(n, rule.id(), writer.primitive().why()));
            return;
        }
        Place place = frame.put(rule.to(), value, rule.id(), false);
        nodes.forEach(n -> run.claims.write(leafOf(n), place, rule.id(), Outcome.MAPPED, ""));
        frame.touch();
    }

    private void call(
            Frame frame,
            RulePlan.Value rule,
            RulePlan.Writer.Call writer,
            List<Integer> nodes,
            @Nullable String joined) {
        Map<String, Integer> parameters = rule.with().isEmpty() ? Map.of() : new HashMap<>();
        rule.with().forEach((name, path) -> parameters.put(name, run.locator.node(path, frame.node, frame.segment)));
        Call call = new Call(tree, nodes, joined, run.settings, rule.table(), parameters);
        Base value = writer.function().body().apply(call);
        run.findings.addAll(call.findings());
        if (value == null) {
            if (!call.failure().isEmpty()) {
                nodes.forEach(n -> failAll(n, rule.id(), call.failure()));
            }
            return;
        }
        Place place = new Place(
                Primitive.convert(value, rule.to().last()), rule.to().last().label());
        int mark = run.claims.mark();
        for (Call.Claim claim : call.claims()) {
            run.claims.write(claim.leaf(), inner(place, claim.path(), rule.id()), rule.id(), Outcome.MAPPED, "");
        }
        boolean keep = rule.vocabulary() == null
                || vocabularies.translate(rule, place, nodes.get(0), mark, run.settings.sourceSystem());
        if (keep) {
            put(frame, rule, place);
            frame.touch();
        }
    }

    private static void put(Frame frame, RulePlan.Value rule, Place place) {
        Place kept = frame.put(frame.holder(rule.to()), rule.to().last(), place, rule.id(), false);
        if (kept != place) {
            place.alias = kept;
        }
    }

    /** The place below a function's result that a claim names. */
    private static Place inner(Place place, Object[] path, String rule) {
        Place at = place;
        for (int i = 0; i < path.length; i++) {
            String name = (String) path[i];
            boolean indexed = i + 1 < path.length && path[i + 1] instanceof Integer;
            int index = indexed ? (Integer) path[++i] : Place.SINGLE;
            Place next = at.child(name, index);
            if (next == null) {
                Base[] held = at.value.getProperty(name.hashCode(), name, false);
                next = new Place(held.length == 0 ? at.value : held[Math.max(0, index)], name);
                next.index = index;
                next.origin = rule;
                at.add(next);
            }
            at = next;
        }
        return at;
    }

    private void dataType(Frame frame, RulePlan.Value rule, MapPlan map, int node) {
        if (!run.conditions.holds(map.when(), node, frame.segment, map.id())) {
            return;
        }
        boolean self = rule.to().isSelf();
        Frame inner = self
                ? new Frame(
                        frame.instance,
                        frame,
                        frame.place,
                        null,
                        map.body(),
                        rule.extra(),
                        rule.id(),
                        node,
                        frame.segment)
                : child(frame, rule.to(), map.body(), rule.extra(), rule.id(), node, segmentOf(node, frame.segment));
        int mark = run.claims.mark();
        run(inner);
        nulls(node, rule.id());
        if (inner.touched && rule.vocabulary() != null) {
            boolean keep = vocabularies.translate(rule, inner.place, node, mark, run.settings.sourceSystem());
            inner.touched = keep;
        }
        if (self && inner.touched) {
            frame.touch();
            constants(inner);
        }
        finish(inner);
    }

    private void resource(Frame frame, RulePlan.Value rule, RulePlan.Writer.Resource writer, int node) {
        MapPlan map = writer.map().plan();
        int segment = segmentOf(node, frame.segment);
        if (!run.conditions.holds(map.when(), node, segment, map.id())) {
            return;
        }
        Instance instance = run.made.get(map.id() + "@" + node);
        if (instance == null) {
            instance = run.create(map, node, segment);
            run.made.put(map.id() + "@" + node, instance);
            run.keys.id(instance);
            Frame root =
                    new Frame(instance, null, instance.place, null, map.body(), rule.extra(), map.id(), node, segment);
            run.roots.add(root);
            run(root);
            nulls(node, rule.id());
        }
        if (instance.touched) {
            link(frame, rule.to(), writer.reference(), instance, rule.id());
            frame.touch();
        }
    }

    /** Writes {@code Type/id} to a Reference or url. */
    static void link(Frame frame, TargetPlan to, boolean reference, Instance instance, String rule) {
        if (to.isSelf()) {
            ((Reference) frame.place.value).setReference(instance.reference());
            Place place = new Place(((Reference) frame.place.value).getReferenceElement_(), "reference");
            place.origin = rule;
            frame.place.add(place);
            return;
        }
        Place container = frame.holder(to);
        Place standing = reference ? frame.find(container, to.last()) : null;
        boolean open = standing != null && standing.origin == null && !((Reference) standing.value).hasReference();
        if (open) {
            ((Reference) standing.value).setReference(instance.reference());
            standing.origin = rule;
            return;
        }
        if (reference && to.wrap() == null && isReferredTo(container, to.last(), instance)) {
            return;
        }
        Base value = reference ? new Reference(instance.reference()) : uri(to.last(), instance.reference());
        frame.put(container, to.last(), new Place(value, to.last().label()), rule, false);
    }

    /** Whether a list refers to it already: two rules that find the same resource say one thing. */
    private static boolean isReferredTo(Place container, Element list, Instance instance) {
        if (!list.list() || !list.instance().isEmpty()) {
            return false;
        }
        for (Base held : container.value.getProperty(list.hash(), list.property(), false)) {
            if (held instanceof Reference r && instance.reference().equals(r.getReference())) {
                return true;
            }
        }
        return false;
    }

    private static Base uri(Element element, String reference) {
        Base value = element.factory() == null ? new UriType() : element.create();
        ((PrimitiveType<?>) value).setValueAsString(reference);
        return value;
    }

    private boolean isDelete(int node) {
        return tree.isLeaf(node) && tree.nullKind(node) == NullKind.DELETE;
    }

    private void delete(Frame frame, TargetPlan to, int node, String rule) {
        run.claims.say(tree.leafOrdinal(node), Outcome.NULL, rule, "");
        boolean direct = frame.attachTo == null
                && frame.instance.map.update() == ConvertedResource.Update.MERGE
                && to.wrap() == null
                && to.through().stream().noneMatch(e -> e.list());
        if (direct) {
            StringBuilder path = new StringBuilder();
            to.through()
                    .forEach(e -> path.append(e.property().replace("[x]", "")).append('.'));
            frame.instance.cleared.add(path + to.last().property().replace("[x]", ""));
        }
    }

    /** Inside a value that was written as a whole, {@code ""} says what the value shows: there is nothing. */
    private void nulls(int node, String rule) {
        for (int n = node; n < tree.subtreeEnd(node); n++) {
            if (tree.isLeaf(n) && tree.nullKind(n) == NullKind.DELETE) {
                run.claims.say(tree.leafOrdinal(n), Outcome.NULL, rule, "");
            }
        }
    }

    private int leafOf(int node) {
        return tree.leafOrdinal(tree.firstLeaf(node));
    }

    private void fail(int node, String rule, String why) {
        run.claims.say(leafOf(node), Outcome.FAILED, rule, why);
    }

    void failAll(int node, String rule, String why) {
        for (int n = node; n < tree.subtreeEnd(node); n++) {
            if (tree.isLeaf(n)) {
                run.claims.say(tree.leafOrdinal(n), Outcome.FAILED, rule, why);
            }
        }
    }

    static StringType string(String text) {
        return new StringType(text);
    }
}

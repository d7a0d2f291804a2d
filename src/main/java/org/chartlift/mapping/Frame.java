package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The element that the rules of one map or block write to, for one source node: a resource, or an element that is attached to its parent frame once it
 * holds a value. Used by one thread.
 */
final class Frame {
    final Instance instance;
    final @Nullable Frame parent;
    final Place place;
    /** Where it is attached; null for a resource. */
    final @Nullable TargetPlan attachTo;

    final RulePlan.Body body;
    final RulePlan.@Nullable Body extra;
    final String rule;
    final int node;
    final int segment;
    /** Whether a value of the source, or a reference, stands in it. */
    boolean touched;

    boolean finished;
    boolean fixedDone;
    private @Nullable List<Slot> slots;

    private record Slot(Place container, Element element, Place place) {}

    Frame(
            Instance instance,
            @Nullable Frame parent,
            Place place,
            @Nullable TargetPlan attachTo,
            RulePlan.Body body,
            RulePlan.@Nullable Body extra,
            String rule,
            int node,
            int segment) {
        this.instance = instance;
        this.parent = parent;
        this.place = place;
        this.attachTo = attachTo;
        this.body = body;
        this.extra = extra;
        this.rule = rule;
        this.node = node;
        this.segment = segment;
    }

    /** A value of the source was written somewhere in this frame. */
    void touch() {
        touched = true;
        if (attachTo == null) {
            instance.touched = true;
        }
    }

    /** The place that holds the target's last element; made if it is not there. */
    Place container(TargetPlan target) {
        Place at = place;
        for (Element e : target.through()) {
            at = enter(at, e);
        }
        return at;
    }

    /** The place that the value itself goes into: the container, or a new extension in it. */
    Place holder(TargetPlan target) {
        Place container = container(target);
        if (target.wrap() == null) {
            return container;
        }
        Place extension = new Place(target.wrap().create(), target.wrap().label());
        append(container, target.wrap(), extension);
        return extension;
    }

    /** The same if it is there, else null. */
    @Nullable
    Place existing(TargetPlan target, int depth) {
        Place at = place;
        for (int i = 0; i < depth && at != null; i++) {
            at = find(at, i < target.through().size() ? target.through().get(i) : target.last());
        }
        return at;
    }

    /** The one instance of an element on the way; made if it is not there. */
    Place enter(Place container, Element e) {
        Place found = find(container, e);
        if (found != null) {
            return found;
        }
        Place made = new Place(e.create(), e.label());
        append(container, e, made);
        remember(container, e, made);
        return made;
    }

    /** The single element, or the instance of a list that goes by this name; null if it is not there. */
    @Nullable
    Place find(Place container, Element e) {
        if (!e.list()) {
            return container.child(e.property());
        }
        if (slots != null) {
            for (Slot s : slots) {
                boolean same = s.element.property().equals(e.property())
                        && s.element.instance().equals(e.instance())
                        && s.element.url().equals(e.url());
                if (s.container == container && same) {
                    return s.place;
                }
            }
        }
        return null;
    }

    /** Sets or appends what this place holds; a named instance is found again by its name. */
    void attach(Place container, Element e, Place child) {
        append(container, e, child);
        if (!e.instance().isEmpty()) {
            remember(container, e, child);
        }
    }

    private static void append(Place container, Element e, Place child) {
        child.label = e.label();
        child.property = e.property();
        child.value = e.set(container.value, child.value);
        child.index = Place.SINGLE;
        if (e.list()) {
            boolean whole = container.origin != null;
            child.index = whole
                    ? container.value.getProperty(e.hash(), e.property(), false).length - 1
                    : container.count(e.property());
        }
        container.add(child);
    }

    private void remember(Place container, Element e, Place child) {
        if (e.list()) {
            slots = slots == null ? new ArrayList<>(2) : slots;
            slots.add(new Slot(container, e, child));
        }
    }

    /**
     * Writes a whole value. In a list it is appended, unless the target names an instance that is there; in a single element it replaces what stood
     * there, and the place it replaced knows who did it.
     */
    Place put(TargetPlan target, Base value, String byRule, boolean constant) {
        return put(holder(target), target.last(), new Place(value, target.last().label()), byRule, constant);
    }

    Place put(Place container, Element e, Place child, String byRule, boolean constant) {
        child.origin = byRule;
        child.constant = constant;
        Place old = e.list() && e.instance().isEmpty() ? null : find(container, e);
        if (old == null) {
            attach(container, e, child);
            return child;
        }
        boolean partial = isOpenPrimitive(old.value) || isOpenPrimitive(child.value);
        if (partial && old.value instanceof PrimitiveType && child.value instanceof PrimitiveType<?> p) {
            return fill(old, p, byRule, constant);
        }
        if (old.value.equalsDeep(child.value)) {
            child.alias = old;
            return old;
        }
        return replace(container, e, old, child, byRule);
    }

    private static boolean isOpenPrimitive(Base value) {
        return value instanceof PrimitiveType<?> p && !p.hasValue();
    }

    private static Place fill(Place old, PrimitiveType<?> value, String byRule, boolean constant) {
        PrimitiveType<?> kept = (PrimitiveType<?>) old.value;
        if (value.hasValue()) {
            kept.setValueAsString(value.asStringValue());
        }
        value.getExtension().forEach(kept::addExtension);
        old.origin = byRule;
        old.constant = constant;
        return old;
    }

    private Place replace(Place container, Element e, Place old, Place child, String byRule) {
        if (!e.list()) {
            old.overwrittenBy = byRule;
            container.remove(old);
        }
        append(container, e, child);
        return child;
    }
}

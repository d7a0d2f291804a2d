package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** A place in a resource that a rule wrote: the shadow tree from which paths and origins are known. Used by one thread. */
final class Place {
    static final int SINGLE = -1;

    Base value;
    String label;
    String property;
    int index = SINGLE;
    /** Rule that wrote the value as a whole; null for elements that exist only because something below them was written. */
    @Nullable
    String origin;

    /** Whether the value came from a {@code fixed} rule. */
    boolean constant;

    @Nullable
    Place parent;
    /** Rule that wrote over this place. */
    @Nullable
    String overwrittenBy;
    /** The place that holds the same value instead of this one. */
    @Nullable
    Place alias;

    private @Nullable List<Place> children;
    private @Nullable String path;

    Place(Base value, String label) {
        this.value = value;
        this.label = label;
        this.property = label;
    }

    List<Place> children() {
        return children == null ? List.of() : children;
    }

    void add(Place child) {
        if (children == null) {
            children = new ArrayList<>(4);
        }
        child.parent = this;
        children.add(child);
    }

    void remove(Place child) {
        if (children != null) {
            children.remove(child);
        }
    }

    @Nullable
    Place child(String propertyName) {
        if (children != null) {
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i).property.equals(propertyName)) {
                    return children.get(i);
                }
            }
        }
        return null;
    }

    @Nullable
    Place child(String propertyName, int at) {
        if (children != null) {
            for (int i = 0; i < children.size(); i++) {
                Place c = children.get(i);
                if (c.index == at && c.property.equals(propertyName)) {
                    return c;
                }
            }
        }
        return null;
    }

    int count(String propertyName) {
        int n = 0;
        if (children != null) {
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i).property.equals(propertyName)) {
                    n++;
                }
            }
        }
        return n;
    }

    /** The rule that wrote over this place or over one it lies in; null if it stands. */
    @Nullable
    String overwriter() {
        for (Place p = this; p != null; p = p.alias != null ? p.alias : p.parent) {
            if (p.overwrittenBy != null) {
                return p.overwrittenBy;
            }
        }
        return null;
    }

    /** The place that holds the value in the end: this one, or the one that was found to hold the same. Only when the resource is complete. */
    Place standing() {
        if (alias != null) {
            return alias.standing();
        }
        Place holder = parent == null ? null : parent.standing();
        if (holder == null || holder == parent) {
            return this;
        }
        Place same = holder.child(property, index);
        return same == null ? holder : same;
    }

    /** {@code Patient/abc.identifier[0].value}. Only when the resource is complete: it is remembered. */
    String path() {
        if (path == null) {
            path = alias != null ? alias.path() : parent == null ? step() : parent.path() + "." + step();
        }
        return path;
    }

    private String step() {
        return index == SINGLE ? label : label + "[" + index + "]";
    }
}

package org.chartlift.lineage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** The primitive values of a resource with their paths, in the order of the resource. */
final class Elements {
    static final int ANY = -2;
    /** Of an extension that is ours and no part of the resource. */
    static final String STAMP = "urn:chartlift:origin";

    private static final int SINGLE = -1;

    private Elements() {}

    /**
     * One step of a path.
     *
     * @param name of the element, of a choice without its type
     * @param choice type of the choice, such as {@code Quantity}; empty for other elements
     * @param index of the item; {@code -1} in an element that does not repeat
     */
    record Step(String name, String choice, int index) {
        @Override
        public String toString() {
            return index >= 0 ? name + "[" + index + "]" : name;
        }
    }

    /** A value and its path below the resource. */
    record Value(List<Step> path, Base primitive) {
        /** Evaluates as FHIRPath: {@code name[0].family}. */
        String text() {
            StringBuilder text = new StringBuilder();
            path.forEach(s -> text.append(text.isEmpty() ? "" : ".").append(s));
            return text.toString();
        }

        String value() {
            return String.valueOf(primitive.primitiveValue());
        }
    }

    static List<Value> of(Resource resource) {
        List<Value> values = new ArrayList<>();
        walk(resource, List.of(), values);
        return values;
    }

    /** The same by path. */
    static Map<String, Value> byPath(Resource resource) {
        Map<String, Value> values = new HashMap<>();
        of(resource).forEach(v -> values.put(v.text(), v));
        return values;
    }

    static boolean isStamp(Base value) {
        return value instanceof Extension extension && STAMP.equals(extension.getUrl());
    }

    private static void walk(Base holder, List<Step> path, List<Value> values) {
        for (Property property : holder.children()) {
            String name = property.getName();
            // ids are the server's or ours, and a URL is only the name of its extension
            boolean skipped = name.equals("id") || (holder instanceof Extension && name.equals("url"));
            int index = 0;
            for (Base value : skipped ? List.<Base>of() : property.getValues()) {
                if (isStamp(value)) {
                    continue;
                }
                List<Step> at = new ArrayList<>(path);
                at.add(step(property, value, index++));
                if (value.isPrimitive() && value.hasPrimitiveValue()) {
                    values.add(new Value(at, value));
                }
                walk(value, at, values);
            }
        }
    }

    private static Step step(Property property, Base value, int index) {
        boolean choice = property.getName().endsWith("[x]");
        String name =
                choice ? property.getName().substring(0, property.getName().length() - 3) : property.getName();
        String type = choice ? capitalized(value.fhirType()) : "";
        return new Step(name, type, property.isList() ? index : SINGLE);
    }

    private static String capitalized(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}

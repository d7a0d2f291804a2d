package org.chartlift.mapping;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;

/** Verifies that every primitive of a resource was written by a rule: a value without an origin would be invented. */
final class Origins {
    private Origins() {}

    /** Throws {@link IllegalStateException} naming path and map if a primitive has no origin. */
    static void verify(Place resource, String map) {
        for (Property property : resource.value.children()) {
            String name = property.getName();
            if (!name.equals("id") && !name.equals("resourceType")) {
                property(resource, property, resource.label, map);
            }
        }
    }

    private static void property(Place place, Property property, String path, String map) {
        int index = 0;
        for (Base value : property.getValues()) {
            Place child = find(place, property, value, property.isList() ? index : Place.SINGLE);
            String at = path + "." + property.getName() + (property.isList() ? "[" + index + "]" : "");
            element(child, value, at, map);
            index++;
        }
    }

    private static Place find(Place place, Property property, Base value, int index) {
        for (Place c : place.children()) {
            if (c.value == value || (c.property.equals(property.getName()) && c.index == index)) {
                return c;
            }
        }
        return null;
    }

    private static void element(Place place, Base value, String path, String map) {
        if (place != null && place.origin != null) {
            return;
        }
        if (place == null || (value.isPrimitive() && value.hasPrimitiveValue())) {
            throw new IllegalStateException("no rule wrote " + path + " (map " + map + ")");
        }
        for (Property property : value.children()) {
            // the URL is the name of the extension that the rule's target spells
            boolean isUrl = value instanceof Extension && property.getName().equals("url");
            if (!isUrl) {
                property(place, property, path, map);
            }
        }
    }
}

package org.chartlift.validation;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * One populated element of a resource.
 *
 * @param path where it stands, with indices where an element repeats: {@code Observation.component[1].valueQuantity}
 * @param typePath the same from the nearest enclosing resource, without indices: {@code Observation.component.valueQuantity}
 * @param value the element itself
 */
record Element(String path, String typePath, Base value) {
    /** Every populated element below the resource, in document order; contained resources and extensions included. */
    static List<Element> allOf(Resource resource) {
        List<Element> found = new ArrayList<>();
        walk(resource, resource.fhirType(), resource.fhirType(), found);
        return found;
    }

    private static void walk(Base parent, String path, String typePath, List<Element> found) {
        for (Property property : parent.children()) {
            List<Base> values = property.getValues();
            for (int i = 0; i < values.size(); i++) {
                Base value = values.get(i);
                if (value == null || (value.isEmpty() && !(value instanceof Resource))) {
                    continue;
                }
                String name = nameOf(property, value);
                String index = property.isList() ? "[" + i + "]" : "";
                String here = path + "." + name + index;
                String hereByType = value instanceof Resource ? value.fhirType() : typePath + "." + name;
                found.add(new Element(here, hereByType, value));
                walk(value, here, hereByType, found);
            }
        }
    }

    private static String nameOf(Property property, Base value) {
        String name = property.getName();
        if (!name.endsWith("[x]")) {
            return name;
        }
        String type = value.fhirType();
        return name.substring(0, name.length() - "[x]".length())
                + Character.toUpperCase(type.charAt(0))
                + type.substring(1);
    }
}

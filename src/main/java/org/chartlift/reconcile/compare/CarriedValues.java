package org.chartlift.reconcile.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.reconcile.statement.StatedTexts;
import org.chartlift.record.Severity;

/** What was carried as it was sent, in the extension {@code source-field}, is what a record says in that field. */
final class CarriedValues {
    private static final Check CARRIED = new Check(Level.VALUES, "carried.value", Severity.B);
    private static final String URL = "https://chartlift.org/fhir/StructureDefinition/source-field";

    private CarriedValues() {}

    /** @param types that are looked at; empty for all */
    static void check(Collection<LandedResource> resources, Set<String> types, StatedTexts stated, Tally tally) {
        resources.stream()
                .filter(r -> types.isEmpty() || types.contains(r.type()))
                .forEach(r -> walk(r.json(), r, stated, tally));
    }

    private static void walk(JsonNode node, LandedResource resource, StatedTexts stated, Tally tally) {
        if (node.isObject() && node.path("url").asText().equals(URL)) {
            one(node, resource, stated, tally);
        } else if (node.isContainerNode()) {
            node.forEach(child -> walk(child, resource, stated, tally));
        }
    }

    private static void one(JsonNode extension, LandedResource resource, StatedTexts stated, Tally tally) {
        String path = part(extension, "path");
        String value = part(extension, "value");
        tally.checked(CARRIED);
        if (!stated.says(path, value)) {
            tally.violated(new Difference(
                    CARRIED, "", path, resource.reference(), resource.type() + ".extension(source-field)", "", value));
        }
    }

    private static String part(JsonNode extension, String name) {
        for (JsonNode part : extension.path("extension")) {
            if (part.path("url").asText().equals(name)) {
                return part.path("valueString").asText();
            }
        }
        return "";
    }
}

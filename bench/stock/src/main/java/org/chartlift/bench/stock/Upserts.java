package org.chartlift.bench.stock;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes of resources what a careful integrator without Chartlift would send: transaction Bundles of conditional updates, each resource found by
 * a business identifier (a tag where its type has none), references within the Bundle by URN and beyond it by match URL.
 */
final class Upserts {
    private static final String SYSTEM = "urn:chartlift:bench";
    private static final int BUNDLE = 100;
    private static final List<String> SHARED =
            List.of("Organization", "Practitioner", "PractitionerRole", "Location");

    private final FhirTerser terser;
    private final Map<String, String> keys = new HashMap<>();

    Upserts(FhirContext fhir) {
        terser = fhir.newTerser();
    }

    /**
     * Bundles in the order in which they must be stored; they may be sent by several threads phase by phase. What belongs to no one patient goes
     * first, type by type; then what hangs together by references goes in one bundle, for it may do so in circles.
     */
    List<List<Bundle>> phases(List<Resource> resources) {
        Map<String, Resource> own = new LinkedHashMap<>();
        Map<String, Map<String, Resource>> shared = new HashMap<>();
        for (Resource resource : resources) {
            String key = key(resource);
            keys.put(key, match(resource, key));
            if (SHARED.contains(resource.fhirType())) {
                shared.computeIfAbsent(resource.fhirType(), t -> new LinkedHashMap<>()).put(key, resource);
            } else {
                own.put(key, resource);
            }
        }
        List<List<Bundle>> phases = new ArrayList<>();
        for (String type : SHARED) {
            phases.add(bundles(shared.getOrDefault(type, Map.of())));
        }
        phases.add(bundles(own));
        return phases;
    }

    private static String key(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** The connected parts of the graph of references; small ones share a bundle. */
    private List<List<Resource>> together(Map<String, Resource> own) {
        Map<String, String> parent = new HashMap<>();
        own.keySet().forEach(k -> parent.put(k, k));
        own.forEach((key, resource) -> terser.getAllPopulatedChildElementsOfType(resource, Reference.class).stream()
                .map(Reference::getReference)
                .filter(own::containsKey)
                .forEach(target -> parent.put(root(parent, key), root(parent, target))));
        Map<String, List<Resource>> parts = new LinkedHashMap<>();
        own.forEach((key, resource) -> parts.computeIfAbsent(root(parent, key), k -> new ArrayList<>())
                .add(resource));
        List<List<Resource>> bundles = new ArrayList<>();
        for (List<Resource> part : parts.values()) {
            if (bundles.isEmpty() || bundles.get(bundles.size() - 1).size() + part.size() > BUNDLE) {
                bundles.add(new ArrayList<>());
            }
            bundles.get(bundles.size() - 1).addAll(part);
        }
        return bundles;
    }

    private static String root(Map<String, String> parent, String key) {
        String at = key;
        while (!parent.get(at).equals(at)) {
            at = parent.get(at);
        }
        return at;
    }

    /** Adds the key to the resource and answers the match URL that finds it. */
    private static String match(Resource resource, String key) {
        Property identifier = resource.getNamedProperty("identifier");
        if (identifier != null && identifier.getMaxCardinality() > 1) {
            Base added = resource.addChild("identifier");
            ((Identifier) added).setSystem(SYSTEM).setValue(key.replace('/', '.'));
            return resource.fhirType() + "?identifier=" + SYSTEM + "|" + key.replace('/', '.');
        }
        resource.getMeta().addTag().setSystem(SYSTEM).setCode(key.replace('/', '.'));
        return resource.fhirType() + "?_tag=" + SYSTEM + "|" + key.replace('/', '.');
    }

    private List<Bundle> bundles(Map<String, Resource> resources) {
        return together(resources).stream().map(this::bundle).toList();
    }

    private Bundle bundle(List<Resource> resources) {
        Map<String, String> urns = new HashMap<>();
        for (Resource r : resources) {
            String key = key(r);
            urns.put(key, "urn:uuid:" + UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (Resource r : resources) {
            String key = key(r);
            for (Reference reference : terser.getAllPopulatedChildElementsOfType(r, Reference.class)) {
                redirect(reference, urns);
            }
            Resource sent = r.copy();
            sent.setId((String) null);
            sent.getMeta().setVersionId(null).setLastUpdated(null);
            bundle.addEntry()
                    .setFullUrl(urns.get(key))
                    .setResource(sent)
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.PUT)
                    .setUrl(keys.get(key));
        }
        return bundle;
    }

    private void redirect(Reference reference, Map<String, String> urns) {
        String target = reference.getReference();
        if (target != null && urns.containsKey(target)) {
            reference.setReference(urns.get(target));
        } else if (target != null && keys.containsKey(target)) {
            reference.setReference(keys.get(target));
        }
    }
}

package org.chartlift.bench.stock;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final List<String> REFERRED_FIRST =
            List.of("Organization", "Practitioner", "PractitionerRole", "Location", "RelatedPerson", "Patient", "Encounter", "Specimen", "Binary");

    private final FhirTerser terser;
    private final Map<String, String> keys = new HashMap<>();

    Upserts(FhirContext fhir) {
        terser = fhir.newTerser();
    }

    /** Bundles in the order in which they must be stored; they may be sent by several threads phase by phase. */
    List<List<Bundle>> phases(List<Resource> resources) {
        Map<String, List<Resource>> byType = new HashMap<>();
        for (Resource resource : resources) {
            String key = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            keys.put(key, match(resource, key));
            byType.computeIfAbsent(resource.fhirType(), t -> new ArrayList<>()).add(resource);
        }
        List<List<Bundle>> phases = new ArrayList<>();
        for (String type : REFERRED_FIRST) {
            List<Resource> some = byType.remove(type);
            if (some != null) {
                phases.add(bundles(some));
            }
        }
        phases.add(bundles(byType.values().stream().flatMap(List::stream).toList()));
        return phases;
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

    private List<Bundle> bundles(List<Resource> resources) {
        List<Bundle> bundles = new ArrayList<>();
        for (int from = 0; from < resources.size(); from += BUNDLE) {
            bundles.add(bundle(resources.subList(from, Math.min(resources.size(), from + BUNDLE))));
        }
        return bundles;
    }

    private Bundle bundle(List<Resource> resources) {
        Map<String, String> urns = new HashMap<>();
        for (Resource r : resources) {
            String key = r.fhirType() + "/" + r.getIdElement().getIdPart();
            urns.put(key, "urn:uuid:" + UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (Resource r : resources) {
            String key = r.fhirType() + "/" + r.getIdElement().getIdPart();
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

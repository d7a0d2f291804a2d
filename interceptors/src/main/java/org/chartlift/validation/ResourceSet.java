package org.chartlift.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;

/** The resources that are validated and written together, and how they may name each other. */
public final class ResourceSet {
    private final List<Resource> resources;
    private final Map<String, Resource> byReference;

    private ResourceSet(List<Resource> resources, Map<String, Resource> byReference) {
        this.resources = List.copyOf(resources);
        this.byReference = Map.copyOf(byReference);
    }

    /** Resources that name each other as {@code Type/id}. */
    public static ResourceSet of(List<? extends Resource> resources) {
        Map<String, Resource> byReference = new HashMap<>();
        resources.forEach(resource -> nameById(resource, byReference));
        return new ResourceSet(new ArrayList<>(resources), byReference);
    }

    /** The resources that a transaction Bundle creates or updates; they may name each other by fullUrl as well. */
    public static ResourceSet of(Bundle transaction) {
        List<Resource> resources = new ArrayList<>();
        Map<String, Resource> byReference = new HashMap<>();
        for (BundleEntryComponent entry : transaction.getEntry()) {
            Resource resource = entry.getResource();
            HTTPVerb verb = entry.getRequest().getMethod();
            if (resource == null || (verb != HTTPVerb.POST && verb != HTTPVerb.PUT)) {
                continue;
            }
            resources.add(resource);
            nameById(resource, byReference);
            nameByUrls(entry, resource, byReference);
        }
        return new ResourceSet(resources, byReference);
    }

    private static void nameById(Resource resource, Map<String, Resource> byReference) {
        if (resource.getIdElement().hasIdPart()) {
            byReference.put(resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
        }
    }

    private static void nameByUrls(BundleEntryComponent entry, Resource resource, Map<String, Resource> byReference) {
        if (entry.hasFullUrl()) {
            byReference.put(entry.getFullUrl(), resource);
        }
        String url = entry.getRequest().getUrl();
        if (url != null && entry.getRequest().getMethod() == HTTPVerb.PUT && url.indexOf('?') < 0) {
            byReference.put(url, resource);
        }
    }

    /** In the order in which they were given. */
    public List<Resource> resources() {
        return resources;
    }

    /** The resource of this set that a literal reference names. */
    Optional<Resource> find(String reference) {
        return Optional.ofNullable(byReference.get(reference));
    }
}

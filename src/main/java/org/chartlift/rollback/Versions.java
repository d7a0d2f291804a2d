package org.chartlift.rollback;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.record.ContentHash;
import org.chartlift.rollback.merge.JsonTrees;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads versions of resources, without what the server gave to the version alone: number, time and request id. Safe for use by several threads. */
final class Versions {
    private static final String BINARY = "Binary/";

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final ContentHasher hasher;

    Versions(FhirContext fhir, DaoRegistry daos) {
        this.fhir = fhir;
        this.daos = daos;
        this.hasher = new ContentHasher(fhir);
    }

    /** One version; null if it says that the resource is deleted, or is gone. */
    @Nullable
    Resource read(String type, String id, long version) {
        try {
            Resource resource = (Resource) daos.getResourceDao(type)
                    .read(new IdType(type, id, Long.toString(version)), new SystemRequestDetails());
            resource.setId(id);
            Meta meta = resource.getMeta();
            meta.setVersionId(null).setLastUpdated(null);
            if (meta.hasSource() && meta.getSource().indexOf('#') >= 0) {
                String source = meta.getSource().substring(0, meta.getSource().indexOf('#'));
                meta.setSource(source.isEmpty() ? null : source);
            }
            return resource;
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return null;
        }
    }

    /** Whether the resource ({@code Type/id}) is there now. */
    boolean isThere(String reference) {
        IdType id = new IdType(reference);
        try {
            daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
            return true;
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return false;
        }
    }

    /** One version as JSON; null as of {@link #read}. */
    @Nullable
    ObjectNode tree(String type, String id, long version) {
        Resource resource = read(type, id, version);
        return resource == null ? null : JsonTrees.read(fhir.newJsonParser().encodeResourceToString(resource));
    }

    /** The content hash of one version as it is stored now; null as of {@link #read}. */
    @Nullable
    ContentHash hash(String type, String id, long version) {
        Resource resource = read(type, id, version);
        return resource == null ? null : hasher.hash(resource);
    }

    Resource resource(ObjectNode tree) {
        return (Resource) fhir.newJsonParser().parseResource(JsonTrees.write(tree));
    }

    /** Everything that a resource refers to literally on this server, {@code Type/id}, whether a search parameter indexes it or not; Binaries of attachments too. */
    static Set<String> references(JsonNode tree) {
        Set<String> found = new TreeSet<>();
        collect(tree, found);
        return found;
    }

    private static void add(String reference, Set<String> found) {
        IdType id = new IdType(reference);
        if (id.hasResourceType() && id.hasIdPart() && !id.isAbsolute()) {
            found.add(id.getResourceType() + '/' + id.getIdPart());
        }
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.isObject() && node.path("reference").isTextual()) {
            add(node.path("reference").asText(), found);
        }
        if (node.isObject() && node.path("url").asText().startsWith(BINARY)) {
            add(node.path("url").asText(), found);
        }
        node.forEach(child -> collect(child, found));
    }
}

package org.chartlift.rollback.delta;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chartlift.rollback.merge.JsonTrees;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/** Reads resources as JSON; remembers the last Patients, of whom one is asked for again and again. Not safe for use by several threads. */
final class StoredVersions implements ResourceLookup {
    private static final int REMEMBERED = 200;

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final Map<String, Optional<ObjectNode>> patients = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<ObjectNode>> eldest) {
            return size() > REMEMBERED;
        }
    };

    StoredVersions(FhirContext fhir, DaoRegistry daos) {
        this.fhir = fhir;
        this.daos = daos;
    }

    /** One version; null if it is not there or says that the resource is deleted. */
    @Nullable
    ObjectNode read(String reference, long version) {
        return find(new IdType(reference).withVersion(Long.toString(version))).orElse(null);
    }

    /** As it is now, or, if it is deleted, as it was last: of a patient who was rolled back, the number is still wanted. */
    @Override
    public @Nullable ObjectNode read(String reference) {
        IdType id = new IdType(reference).toUnqualifiedVersionless();
        if (!id.hasResourceType() || !id.hasIdPart() || id.isAbsolute()) {
            return null;
        }
        boolean patient = "Patient".equals(id.getResourceType());
        Optional<ObjectNode> known = patient ? patients.get(id.getValue()) : null;
        Optional<ObjectNode> found = known == null ? last(id) : known;
        if (patient && known == null) {
            patients.put(id.getValue(), found);
        }
        return found.orElse(null);
    }

    private Optional<ObjectNode> last(IdType id) {
        try {
            return Optional.of(tree(dao(id).read(id, new SystemRequestDetails())));
        } catch (ResourceGoneException e) {
            long deleted = dao(id).read(id, new SystemRequestDetails(), true)
                    .getIdElement()
                    .getVersionIdPartAsLong();
            return find(id.withVersion(Long.toString(deleted - 1)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private Optional<ObjectNode> find(IdType id) {
        try {
            return Optional.of(tree(dao(id).read(id, new SystemRequestDetails())));
        } catch (ResourceGoneException | ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private IFhirResourceDao<?> dao(IdType id) {
        return daos.getResourceDao(id.getResourceType());
    }

    private ObjectNode tree(IBaseResource resource) {
        return JsonTrees.read(fhir.newJsonParser().encodeResourceToString(resource));
    }
}

package org.chartlift.mapping;

import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * One resource that a conversion made. Its id is final ({@code Type/id}, no version).
 *
 * @param resource the resource
 * @param map id of the map that created it
 * @param scope whether it belongs to the record's patient or is shared between patients
 * @param update how it meets the stored version on load
 * @param cleared element paths (below the resource type, such as {@code telecom}) that the source asked to delete
 * @param mergedInto the resource ({@code Type/id}) that has taken this one's place by this record ({@link Replacement}); empty if none has
 */
public record ConvertedResource(
        Resource resource, String map, Scope scope, Update update, Set<String> cleared, String mergedInto) {
    /** Whose resource it is. */
    public enum Scope {
        PATIENT,
        SHARED
    }

    /** How a later version meets the stored one. */
    public enum Update {
        /** The new version stands alone. */
        REPLACE,
        /** Elements that the new version lacks are kept from the stored one. */
        MERGE
    }

    /** {@code Patient/abc}. */
    public String reference() {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}

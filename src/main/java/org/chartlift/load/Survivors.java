package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.List;
import java.util.regex.Pattern;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What stands for patients, visits and accounts that were replaced, as it is stored. Safe for use by several threads. */
final class Survivors {
    private static final int LONGEST_CHAIN = 100;
    private static final Pattern REFERENCE = Pattern.compile("(Patient|Encounter|Account)/[A-Za-z0-9.-]{1,64}");

    private final StoredResources stored;
    private final FhirContext fhir;

    Survivors(StoredResources stored, FhirContext fhir) {
        this.stored = stored;
        this.fhir = fhir;
    }

    /** What has taken its place directly; empty if nothing has. */
    private String next(@Nullable String reference) {
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            return "";
        }
        Stored there = stored.read(List.of(reference)).get(reference);
        return there == null ? "" : Replacement.of(there.resource());
    }

    /** Whether the one was replaced by the other, directly or by way of others. */
    boolean replaced(String from, String by) {
        String at = from;
        for (int i = 0; !at.isEmpty() && i < LONGEST_CHAIN; i++) {
            if (at.equals(by)) {
                return true;
            }
            at = next(at);
        }
        return false;
    }

    /** Re-points references to what was replaced. */
    void repoint(Resource resource) {
        String own = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        if (!Pointing.mayChange(own)) {
            return;
        }
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            Reference reference = (Reference) info.getResourceReference();
            String last = reference.getReference();
            String by = next(last);
            for (int i = 0; !by.isEmpty() && i < LONGEST_CHAIN; i++) {
                last = by;
                by = next(last);
            }
            if (last != null
                    && !last.equals(reference.getReference())
                    && reference != Replacement.reference(resource)) {
                reference.setReference(last);
            }
        }
    }
}

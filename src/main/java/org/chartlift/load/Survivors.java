package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Who stands for patients that were merged away, as it is stored. Safe for use by several threads. */
final class Survivors {
    private static final int LONGEST_CHAIN = 100;

    private final StoredResources stored;
    private final FhirContext fhir;

    Survivors(StoredResources stored, FhirContext fhir) {
        this.stored = stored;
        this.fhir = fhir;
    }

    /** The patient that this one was merged into directly; null if it was not, or is no patient. */
    @Nullable
    String next(@Nullable String reference) {
        if (reference == null || !reference.startsWith("Patient/")) {
            return null;
        }
        Stored patient = stored.read(List.of(reference)).get(reference);
        return patient != null && patient.resource() instanceof Patient p
                ? p.getLink().stream()
                        .filter(l -> l.getType() == LinkType.REPLACEDBY)
                        .map(l -> l.getOther().getReference())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Whether the one patient was merged into the other, directly or by way of others. */
    boolean merged(@Nullable String from, String into) {
        String at = from;
        for (int i = 0; at != null && i < LONGEST_CHAIN; i++) {
            if (at.equals(into)) {
                return true;
            }
            at = next(at);
        }
        return false;
    }

    /** Re-points references to patients that were merged away. */
    void repoint(Resource resource) {
        if (resource instanceof Patient) {
            return;
        }
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            Reference reference = (Reference) info.getResourceReference();
            String last = reference.getReference();
            for (int i = 0; i < LONGEST_CHAIN && next(last) != null; i++) {
                last = next(last);
            }
            if (last != null && !last.equals(reference.getReference())) {
                reference.setReference(last);
            }
        }
    }
}

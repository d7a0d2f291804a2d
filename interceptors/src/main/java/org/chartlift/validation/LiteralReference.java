package org.chartlift.validation;

import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Reads the literal part of a Reference (FHIR R4 references, section 2.3.0.1). */
final class LiteralReference {
    private LiteralReference() {}

    /** {@code Type/id} without version, if the reference is relative; empty for anything else. */
    static Optional<String> of(Reference reference) {
        return of(reference.getReference());
    }

    static Optional<String> of(@Nullable String value) {
        if (value == null || value.isEmpty() || value.indexOf('?') >= 0 || value.charAt(0) == '#') {
            return Optional.empty();
        }
        IdType id = new IdType(value);
        return id.isAbsolute() || !id.hasResourceType() || !id.hasIdPart()
                ? Optional.empty()
                : Optional.of(id.getResourceType() + "/" + id.getIdPart());
    }
}

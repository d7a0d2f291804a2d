package org.chartlift.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * How a resource says that another one of its type has taken its place: a Patient by a link of type {@code replaced-by}, a visit or an account, for
 * which FHIR has no element, by an extension. The only place that knows.
 */
public final class Replacement {
    /** Extension (Reference): the resource that has taken this one's place. */
    public static final String REPLACED_BY = "https://chartlift.org/fhir/StructureDefinition/replaced-by";

    /** Extension (Reference): a patient of whom the source said that this is another one. */
    public static final String UNLINKED_FROM = "https://chartlift.org/fhir/StructureDefinition/unlinked-from";

    private Replacement() {}

    /** {@code Type/id} of what has taken the resource's place; empty if nothing has. Of several, the last that was said. */
    public static String of(@Nullable Resource resource) {
        Reference by = reference(resource);
        return by == null || by.getReference() == null ? "" : by.getReference();
    }

    /** The reference itself; null if nothing has taken the resource's place. */
    public static @Nullable Reference reference(@Nullable Resource resource) {
        if (resource instanceof Patient patient) {
            return patient.getLink().stream()
                    .filter(l -> l.getType() == LinkType.REPLACEDBY)
                    .map(PatientLinkComponent::getOther)
                    .reduce((first, last) -> last)
                    .orElse(null);
        }
        List<Reference> said = references(resource, REPLACED_BY);
        return said.isEmpty() ? null : said.get(said.size() - 1);
    }

    /** Patients ({@code Patient/x}) of whom the resource says that they are other ones. */
    public static Set<String> unlinkedFrom(@Nullable Resource resource) {
        Set<String> others = new LinkedHashSet<>();
        references(resource, UNLINKED_FROM).forEach(r -> others.add(r.getReference()));
        return others;
    }

    private static List<Reference> references(@Nullable Resource resource, String url) {
        return resource instanceof DomainResource said && said.hasExtension()
                ? said.getExtensionsByUrl(url).stream()
                        .map(Extension::getValue)
                        .filter(Reference.class::isInstance)
                        .map(Reference.class::cast)
                        .toList()
                : List.of();
    }
}

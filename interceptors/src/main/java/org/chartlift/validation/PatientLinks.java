package org.chartlift.validation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Whose record a resource is part of, read off the FHIR R4 model: {@code patient}, {@code subject} or {@code beneficiary}. */
public final class PatientLinks {
    private static final List<String> ELEMENTS = List.of("patient", "subject", "beneficiary");
    private static final Map<Class<?>, Optional<Link>> LINKS = new ConcurrentHashMap<>();

    private PatientLinks() {}

    /** The element of a resource type that names the patient. */
    record Link(BaseRuntimeChildDefinition child, boolean required) {
        String element() {
            return child.getElementName();
        }

        List<Reference> references(Resource resource) {
            return child.getAccessor().getValues(resource).stream()
                    .filter(Reference.class::isInstance)
                    .map(Reference.class::cast)
                    .toList();
        }
    }

    /**
     * The patients that a resource belongs to, as {@code Patient/id} without version; for a Patient, itself. References
     * that are not of this form (placeholders, logical or absolute references) are left out.
     */
    public static Set<String> of(Resource resource) {
        Set<String> patients = new LinkedHashSet<>();
        if (resource instanceof Patient && resource.getIdElement().hasIdPart()) {
            patients.add("Patient/" + resource.getIdElement().getIdPart());
        }
        references(resource)
                .map(LiteralReference::of)
                .flatMap(Optional::stream)
                .filter(r -> r.startsWith("Patient/"))
                .forEach(patients::add);
        return patients;
    }

    /** The literal references of the patient element, as they stand. */
    static Stream<String> references(Resource resource) {
        return linkOf(resource).stream()
                .flatMap(link -> link.references(resource).stream())
                .map(Reference::getReference)
                .filter(Objects::nonNull);
    }

    static Optional<Link> linkOf(Resource resource) {
        return LINKS.computeIfAbsent(resource.getClass(), PatientLinks::find);
    }

    private static Optional<Link> find(Class<?> type) {
        var definition = FhirContext.forR4Cached().getResourceDefinition(type.asSubclass(Resource.class));
        return ELEMENTS.stream()
                .map(definition::getChildByName)
                .filter(RuntimeChildResourceDefinition.class::isInstance)
                .map(RuntimeChildResourceDefinition.class::cast)
                .filter(child -> child.getResourceTypes().contains(Patient.class))
                .findFirst()
                .map(child -> new Link(child, child.getMin() > 0));
    }
}

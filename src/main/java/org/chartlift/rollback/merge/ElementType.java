package org.chartlift.rollback.merge;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What FHIR R4 says of an object in a resource: its type, which properties are one element, and which elements must not be merged
 * apart from each other because only together they say something.
 *
 * @param definition null for what R4 does not know
 */
record ElementType(@Nullable BaseRuntimeElementCompositeDefinition<?> definition) {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ElementType UNKNOWN = new ElementType(null);

    /** Half of a new quantity with half of an old one would be a third that nobody wrote. */
    private static final Set<String> INDIVISIBLE = Set.of(
            "Age",
            "Annotation",
            "Attachment",
            "Coding",
            "Count",
            "Distance",
            "Dosage",
            "Duration",
            "MedicationAdministrationDosageComponent",
            "MedicationRequestDispenseRequestComponent",
            "Money",
            "Narrative",
            "Quantity",
            "Range",
            "Ratio",
            "Reference",
            "SampledData",
            "Signature",
            "SimpleQuantity",
            "Timing");

    private static final Set<String> STATUSES = Set.of("clinicalStatus", "verificationStatus", "abatement");
    private static final Set<String> RESULT = Set.of("value", "dataAbsentReason", "interpretation");

    /** Elements that stand or fall together, by type. Statuses: invariants con-4, con-5, ait-1, ait-2; results: obs-6. */
    private static final Map<String, Set<String>> TOGETHER = Map.of(
            "Address",
            Set.of("text", "line", "city", "district", "state", "postalCode", "country"),
            "HumanName",
            Set.of("text", "family", "given", "prefix", "suffix"),
            "Identifier",
            Set.of("system", "value"),
            "ContactPoint",
            Set.of("system", "value"),
            "AllergyIntolerance",
            STATUSES,
            "Condition",
            STATUSES,
            "Observation",
            RESULT,
            "ObservationComponentComponent",
            RESULT);

    /** The type of a resource. */
    static ElementType ofResource(JsonNode resource) {
        String type = resource.path("resourceType").asText();
        return FHIR.getResourceTypes().contains(type) ? new ElementType(FHIR.getResourceDefinition(type)) : UNKNOWN;
    }

    String name() {
        return definition == null ? "" : definition.getName();
    }

    /** Members of such a list say something only together: the steps of a regimen. */
    boolean isOneInLists() {
        return name().equals("Dosage");
    }

    boolean indivisible() {
        return INDIVISIBLE.contains(name());
    }

    /** The element that a property belongs to: {@code value} for {@code valueQuantity}, {@code birthDate} for {@code _birthDate}. */
    String element(String property) {
        String plain = property.startsWith("_") ? property.substring(1) : property;
        BaseRuntimeChildDefinition child = child(plain);
        return child == null ? plain : child.getElementName();
    }

    /** Whether the property is one of several that an element of more than one type can have. */
    boolean isChoice(String property) {
        String plain = property.startsWith("_") ? property.substring(1) : property;
        return !element(property).equals(plain);
    }

    /** The elements that the element goes with, without order; empty if it goes alone. */
    Set<String> together(String element) {
        Set<String> group = TOGETHER.getOrDefault(name(), Set.of());
        return group.contains(element) ? group : Set.of();
    }

    /** The type of what a property holds. */
    ElementType of(String property, List<JsonNode> values) {
        for (JsonNode value : values) {
            if (value.has("resourceType")) {
                return ofResource(value);
            }
        }
        if (property.equals("extension") || property.equals("modifierExtension")) {
            return composite(FHIR.getElementDefinition("Extension"));
        }
        BaseRuntimeChildDefinition child = child(property);
        return child == null ? UNKNOWN : composite(child.getChildByName(property));
    }

    private @Nullable BaseRuntimeChildDefinition child(String property) {
        return definition == null ? null : definition.getChildByName(property);
    }

    private static ElementType composite(@Nullable BaseRuntimeElementDefinition<?> definition) {
        return definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? new ElementType(composite)
                : UNKNOWN;
    }
}

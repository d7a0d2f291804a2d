package org.chartlift.validation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The invariants that hold for every migrated resource, whatever profiles it claims: a resource can be valid by US Core and
 * still have lost its allergy status, its dose unit or its patient. Stateless; safe for use by several threads.
 */
public final class MigrationInvariants {
    /**
     * Checks resources that are written together.
     *
     * @return for each resource of the set, in its order, what was found; an empty list where nothing was
     */
    public List<List<Finding>> check(ResourceSet set, ValidationContext context) {
        List<List<Element>> walked =
                set.resources().stream().map(Element::allOf).toList();
        Set<String> missing = missing(set, walked, context);
        Map<String, String> births = births(set, missing, context);
        List<List<Finding>> findings = new ArrayList<>(walked.size());
        for (int i = 0; i < walked.size(); i++) {
            Checked checked = new Checked(set.resources().get(i), walked.get(i), set, context, missing, births);
            MigrationRule.ALL.forEach(rule -> rule.check(checked));
            findings.add(List.copyOf(checked.findings()));
        }
        return findings;
    }

    private static Set<String> missing(ResourceSet set, List<List<Element>> walked, ValidationContext context) {
        Set<String> elsewhere = new HashSet<>();
        for (List<Element> elements : walked) {
            for (Element element : elements) {
                if (element.value() instanceof Reference reference) {
                    LiteralReference.of(reference)
                            .filter(r -> set.find(r).isEmpty())
                            .ifPresent(elsewhere::add);
                }
            }
        }
        return elsewhere.isEmpty() ? Set.of() : Set.copyOf(context.server().missing(elsewhere));
    }

    private static Map<String, String> births(ResourceSet set, Set<String> missing, ValidationContext context) {
        Set<String> patients = new HashSet<>();
        for (Resource resource : set.resources()) {
            PatientLinks.references(resource)
                    .map(LiteralReference::of)
                    .flatMap(Optional::stream)
                    .filter(r -> r.startsWith("Patient/") && set.find(r).isEmpty() && !missing.contains(r))
                    .forEach(patients::add);
        }
        return patients.isEmpty() ? Map.of() : Map.copyOf(context.server().birthDates(patients));
    }
}

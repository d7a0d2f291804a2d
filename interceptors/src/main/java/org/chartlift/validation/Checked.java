package org.chartlift.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Resource;

/**
 * One resource under check: its elements walked once, what the rules may look up, and what they found.
 *
 * @param resource the resource
 * @param elements its populated elements
 * @param set the resources that are written with it
 * @param context what the caller knows
 * @param missing references of the whole set that the server does not have
 * @param birthDates birth dates of stored patients that the set refers to
 * @param findings filled by the rules
 */
record Checked(
        Resource resource,
        List<Element> elements,
        ResourceSet set,
        ValidationContext context,
        Set<String> missing,
        Map<String, String> birthDates,
        List<Finding> findings) {
    Checked(
            Resource resource,
            List<Element> elements,
            ResourceSet set,
            ValidationContext context,
            Set<String> missing,
            Map<String, String> birthDates) {
        this(resource, elements, set, context, missing, birthDates, new ArrayList<>());
    }

    void report(Severity severity, String rule, String path, String message) {
        findings.add(new Finding(severity, rule, "", path, message));
    }
}

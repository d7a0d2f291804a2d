package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A reference leads somewhere: into the resource itself, to a resource that is written with it, or to one that is stored.
 * Class A: a result whose order, or an order whose patient, cannot be found is separated from its meaning. Absolute URLs,
 * conditional references (the server resolves them or refuses) and logical references by identifier are not checked.
 */
record ReferenceRule() implements MigrationRule {
    static final String RULE = "dangling-reference";

    @Override
    public void check(Checked checked) {
        for (Element element : checked.elements()) {
            if (element.value() instanceof Reference reference && dangles(checked, reference)) {
                checked.report(
                        Severity.A,
                        RULE,
                        element.path(),
                        "The reference names a resource that is neither written with it nor stored.");
            }
        }
    }

    private static boolean dangles(Checked checked, Reference reference) {
        String value = reference.getReference();
        if (value == null || value.isEmpty() || checked.set().find(value).isPresent()) {
            return false;
        }
        if (value.startsWith("#")) {
            return value.length() > 1 && !isContained(checked, value);
        }
        if (value.startsWith("urn:uuid:") || value.startsWith("urn:oid:")) {
            return true;
        }
        return LiteralReference.of(reference)
                .filter(r ->
                        checked.set().find(r).isEmpty() && checked.missing().contains(r))
                .isPresent();
    }

    private static boolean isContained(Checked checked, String fragment) {
        String id = fragment.substring(1);
        return checked.resource() instanceof DomainResource domain
                && domain.getContained().stream().anyMatch(c -> id.equals(idOf(c.getId())));
    }

    private static String idOf(@Nullable String id) {
        return id == null ? "" : id.startsWith("#") ? id.substring(1) : id;
    }
}

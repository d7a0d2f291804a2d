package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Of what the delta is; an empty set does not narrow it.
 *
 * @param types resource types
 * @param patients {@code Patient/id} of those whose record it is
 */
public record DeltaScope(Set<String> types, Set<String> patients) {
    /** Everything. */
    public static final DeltaScope ALL = new DeltaScope(Set.of(), Set.of());

    public DeltaScope {
        types = Set.copyOf(types);
        patients = Set.copyOf(patients);
    }

    boolean includes(LaterChange change) {
        return (types.isEmpty() || types.contains(change.type())) && (patients.isEmpty() || isOfPatients(change));
    }

    private boolean isOfPatients(LaterChange change) {
        JsonNode content = change.content();
        return patients.contains(change.reference())
                || patients.contains(content.at("/patient/reference").asText())
                || patients.contains(content.at("/subject/reference").asText())
                || patients.contains(content.at("/beneficiary/reference").asText())
                || change.type().equals("Appointment") && isOfNobodyElse(content.path("participant"), "/actor")
                || change.type().equals("MessageHeader") && isOfNobodyElse(content.path("focus"), "");
    }

    /** As the rollback has it: an appointment of two patients goes with neither of them alone. */
    private boolean isOfNobodyElse(JsonNode members, String element) {
        Set<String> named = new HashSet<>();
        members.forEach(m -> named.add(m.at(element + "/reference").asText()));
        named.removeIf(r -> !r.startsWith("Patient/"));
        return !named.isEmpty() && patients.containsAll(named);
    }
}

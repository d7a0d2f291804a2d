package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.components;
import static org.chartlift.rollback.delta.Segment.escaped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A MedicationRequest as RDE^O11 (v2.5.1 section 4.13.5). An order that is only half said is dangerous: unless drug, dose and timing find their place
 * completely, there is no message.
 */
final class MedicationMessage implements MessageMap {
    /** To table 0038. */
    private static final Map<String, String> STATUS =
            Map.of("active", "IP", "on-hold", "HD", "cancelled", "CA", "completed", "CM", "stopped", "DC");

    /** What a Medication may have beside its code without being more than that. */
    private static final Set<String> PLAIN = Set.of("resourceType", "id", "meta", "code", "status", "text");

    private final V2Types types;
    private final PatientSegments patients;
    private final ResourceLookup resources;

    MedicationMessage(V2Types types, PatientSegments patients, ResourceLookup resources) {
        this.types = types;
        this.patients = patients;
        this.resources = resources;
    }

    @Override
    public String event() {
        return "RDE^O11^RDE_O11";
    }

    @Override
    public List<String> critical() {
        return List.of(
                "MedicationRequest.status",
                "MedicationRequest.intent",
                "MedicationRequest.doNotPerform",
                "MedicationRequest.medication",
                "MedicationRequest.dosageInstruction",
                "MedicationRequest.substitution");
    }

    @Override
    public List<Segment> segments(Part order, LaterChange change) throws InexpressibleException {
        if (!order.take("intent").equals("order")) {
            throw new InexpressibleException("not-an-order", "MedicationRequest.intent");
        }
        if (order.look("doNotPerform").equals("false")) {
            order.take("doNotPerform");
        }
        List<Part> dosages = order.each("dosageInstruction");
        if (dosages.size() != 1) {
            throw new InexpressibleException("not-one-dosage", "MedicationRequest.dosageInstruction");
        }
        Part dosage = dosages.get(0);
        List<Segment> segments = new ArrayList<>();
        segments.add(patients.of(order.at("subject")));
        segments.add(orc(order, change));
        segments.add(rxe(order, dosage));
        Segment timing = timing(dosage);
        if (timing != null) {
            segments.add(timing);
        }
        if (dosage.has("route")) {
            segments.add(new Segment("RXR").field(1, types.cwe(dosage.at("route"))));
        }
        return segments;
    }

    private Segment orc(Part order, LaterChange change) throws InexpressibleException {
        String status = V2Types.code(order, "status", STATUS);
        if (status.isEmpty()) {
            throw new InexpressibleException("no-status", "MedicationRequest.status");
        }
        boolean isNew = change.kind() == LaterChange.Kind.CREATED && status.equals("IP");
        return new Segment("ORC")
                .field(1, isNew ? "NW" : "SC")
                .field(2, OrderNumbers.of(order, types, "PLAC"))
                .field(3, OrderNumbers.fillerOrOwn(order, types, change))
                .field(5, status);
    }

    private Segment rxe(Part order, Part dosage) throws InexpressibleException {
        Part dose = dosage.first("doseAndRate");
        Part low = dose.has("doseRange") ? dose.at("doseRange").at("low") : dose.at("doseQuantity");
        Part high = dose.at("doseRange").at("high");
        if (!low.has("value") && !dosage.has("text")) {
            throw new InexpressibleException("no-dose", "MedicationRequest.dosageInstruction");
        }
        if (low.has("value") && !low.has("unit") && !low.has("code")) {
            throw new InexpressibleException("no-unit-of-dose", low.path());
        }
        if (high.exists() && !high.look("unit").equals(low.look("unit"))) {
            throw new InexpressibleException("not-one-unit", high.path());
        }
        types.unit(high);
        Part dispense = order.at("dispenseRequest");
        return new Segment("RXE")
                .field(2, drug(order))
                .field(3, low.take("value"))
                .field(4, high.take("value"))
                .field(5, types.unit(low))
                .field(7, components("", escaped(dosage.take("text"))))
                .field(10, dispense.at("quantity").take("value"))
                .field(11, types.unit(dispense.at("quantity")))
                .field(12, dispense.take("numberOfRepeatsAllowed"))
                .field(32, V2Types.ts(order.at("authoredOn")));
    }

    private String drug(Part order) throws InexpressibleException {
        if (order.has("medicationCodeableConcept")) {
            return types.cwe(order.at("medicationCodeableConcept"));
        }
        Part reference = order.at("medicationReference");
        ObjectNode medication = resources.read(reference.take("reference"));
        boolean plain = medication != null
                && medication.has("code")
                && medication.properties().stream().allMatch(p -> PLAIN.contains(p.getKey()));
        if (!plain) {
            throw new InexpressibleException("drug-is-more-than-a-code", reference.path());
        }
        reference.take("display");
        return types.cwe(Part.of(medication).at("code"));
    }

    private static @org.jspecify.annotations.Nullable Segment timing(Part dosage) {
        Part timing = dosage.at("timing");
        String asNeeded = dosage.look("asNeededBoolean");
        String pattern = RepeatPatterns.of(timing);
        Part bounds = timing.at("repeat").at("boundsPeriod");
        String start = V2Types.ts(bounds.at("start"));
        String end = V2Types.ts(bounds.at("end"));
        if (!asNeeded.isEmpty()) {
            dosage.take("asNeededBoolean");
        }
        boolean prn = asNeeded.equals("true");
        if (pattern.isEmpty() && start.isEmpty() && end.isEmpty() && !prn) {
            return null;
        }
        return new Segment("TQ1")
                .field(1, "1")
                .field(3, pattern)
                .field(7, start)
                .field(8, end)
                .field(9, prn ? "PRN" : "");
    }
}

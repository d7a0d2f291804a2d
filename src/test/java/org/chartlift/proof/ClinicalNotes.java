package org.chartlift.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** New resources of clinicians about patients who were migrated, which refer to other migrated resources too. */
final class ClinicalNotes {
    private ClinicalNotes() {}

    static ObjectNode draw(Random random, String patient, List<String> migrated) {
        String other = migrated.get(random.nextInt(migrated.size()));
        int n = random.nextInt(1000);
        ObjectNode note =
                switch (random.nextInt(5)) {
                    case 0 -> observation(patient, n);
                    case 1 -> condition(patient, n);
                    case 2 -> allergy(patient, n);
                    case 3 -> communication(patient, other, n);
                    default -> list(patient, other, n);
                };
        String type = other.substring(0, other.indexOf('/'));
        switch (note.path("resourceType").asText() + " " + type) {
            case "Observation Encounter", "Condition Encounter", "AllergyIntolerance Encounter" ->
                note.putObject("encounter").put("reference", other);
            case "Observation Observation" ->
                note.withArray("derivedFrom").addObject().put("reference", other);
            case "Condition Practitioner", "AllergyIntolerance Practitioner" ->
                note.putObject("recorder").put("reference", other);
            default -> {}
        }
        return note;
    }

    private static ObjectNode of(String type, String patient, String patientElement) {
        ObjectNode resource = Json.MAPPER.createObjectNode().put("resourceType", type);
        resource.putObject(patientElement).put("reference", patient);
        return resource;
    }

    private static void code(ObjectNode concept, String system, String code) {
        concept.withArray("coding").addObject().put("system", system).put("code", code);
    }

    static ObjectNode observation(String patient, int n) {
        ObjectNode o = of("Observation", patient, "subject");
        o.put("status", "final").put("effectiveDateTime", "2024-06-01T08:00:00Z");
        code(o.putObject("code"), "http://loinc.org", "8867-4");
        o.withArray("performer").addObject().put("display", "Nurse " + n);
        o.putObject("valueQuantity")
                .put("value", 60 + n % 40)
                .put("unit", "/min")
                .put("system", "http://unitsofmeasure.org")
                .put("code", "/min");
        return o;
    }

    private static ObjectNode condition(String patient, int n) {
        ObjectNode c = of("Condition", patient, "subject");
        c.putObject("code").put("text", "Pain, note " + n);
        c.putObject("recorder").put("display", "Dr. Ward");
        code(c.putObject("clinicalStatus"), "http://terminology.hl7.org/CodeSystem/condition-clinical", "active");
        return c;
    }

    private static ObjectNode allergy(String patient, int n) {
        ObjectNode a = of("AllergyIntolerance", patient, "patient");
        a.putObject("code").put("text", "Latex " + n);
        a.putObject("recorder").put("display", "Dr. Ward");
        String base = "http://terminology.hl7.org/CodeSystem/allergyintolerance-";
        code(a.putObject("clinicalStatus"), base + "clinical", "active");
        code(a.putObject("verificationStatus"), base + "verification", "confirmed");
        return a;
    }

    private static ObjectNode communication(String patient, String about, int n) {
        ObjectNode c = of("Communication", patient, "subject").put("status", "completed");
        c.withArray("about").addObject().put("reference", about);
        c.withArray("payload").addObject().put("contentString", "Called the family, " + n);
        return c;
    }

    private static ObjectNode list(String patient, String entry, int n) {
        ObjectNode l = of("List", patient, "subject").put("status", "current").put("mode", "working");
        l.put("title", "Handover " + n);
        l.withArray("entry").addObject().putObject("item").put("reference", entry);
        return l;
    }
}

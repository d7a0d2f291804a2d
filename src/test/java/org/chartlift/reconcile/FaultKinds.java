package org.chartlift.reconcile;

import static org.chartlift.reconcile.Fault.edit;
import static org.chartlift.record.Severity.A;
import static org.chartlift.record.Severity.B;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/** The kinds of faults that are planted: what has gone wrong in real migrations while all counts matched. */
final class FaultKinds {
    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    private static final String SEVERITY = "https://chartlift.org/fhir/StructureDefinition/allergy-severity";

    static final List<Fault> ALL = List.of(
            deleted("allergy lost", A, "AllergyIntolerance"),
            edit("allergy made inactive", A, "AllergyIntolerance", (r, x) -> status(r, "active", "inactive")),
            edit("allergy resurrected", A, "AllergyIntolerance", (r, x) -> {
                boolean silent = !r.at("/clinicalStatus/coding/0/code").asText().equals("active");
                r.putObject("clinicalStatus")
                        .putArray("coding")
                        .addObject()
                        .put("system", CLINICAL)
                        .put("code", "active");
                r.putObject("verificationStatus")
                        .putArray("coding")
                        .addObject()
                        .put("system", VERIFICATION)
                        .put("code", "confirmed");
                return silent;
            }),
            edit("severity of an allergic reaction changed", A, "AllergyIntolerance", (r, x) -> severity(r)),
            edit("allergen swapped", A, "AllergyIntolerance", (r, x) -> code(r.path("code"), "1191")),
            edit("reaction lost", A, "AllergyIntolerance", (r, x) -> r.remove("reaction") != null),
            new Fault("drug swapped", A, "MedicationRequest", (r, chart, x) -> {
                String reference = r.at("/medicationReference/reference").asText();
                ObjectNode holder = reference.isEmpty() ? r : chart.get(reference);
                boolean done = code(holder.path(reference.isEmpty() ? "medicationCodeableConcept" : "code"), "11289");
                if (done) {
                    chart.put(holder);
                }
                return done;
            }),
            edit("dose times ten", A, "MedicationRequest", (r, x) -> times(dose(r), "10")),
            edit("unit of a dose mg to g", A, "MedicationRequest", (r, x) -> unit(dose(r), "g")),
            edit("unit of a dose dropped", A, "MedicationRequest", (r, x) -> dropUnit(dose(r))),
            edit("route changed", A, "MedicationRequest", (r, x) -> route(r)),
            edit("frequency of a dose changed", A, "MedicationRequest", (r, x) -> {
                boolean has = r.at("/dosageInstruction/0/timing/repeat") instanceof ObjectNode;
                if (has) {
                    ((ObjectNode) r.at("/dosageInstruction/0/timing/repeat")).put("frequency", 7);
                }
                return has;
            }),
            edit("stopped drug made active", A, "MedicationRequest", (r, x) -> {
                boolean stopped = !r.path("status").asText().equals("active");
                r.put("status", "active");
                return stopped;
            }),
            edit("active drug stopped", A, "MedicationRequest", (r, x) -> {
                boolean active = r.path("status").asText().equals("active");
                r.put("status", "stopped");
                return active;
            }),
            deleted("drug order lost", A, "MedicationRequest"),
            edit(
                    "administered dose changed",
                    A,
                    "MedicationAdministration",
                    (r, x) -> times(r.at("/dosage/dose"), "2")),
            edit("result value", A, "Observation", (r, x) -> times(r.path("valueQuantity"), "1.1")),
            edit(
                    "comparator dropped",
                    A,
                    "Observation",
                    (r, x) -> r.has("valueQuantity")
                            && ((ObjectNode) r.path("valueQuantity")).remove("comparator") != null),
            edit("decimal precision lost", B, "Observation", (r, x) -> precision(r.path("valueQuantity"))),
            edit("reference range swapped", A, "Observation", (r, x) -> {
                boolean has = r.path("referenceRange").isArray();
                if (has) {
                    ObjectNode range = (ObjectNode) r.path("referenceRange").get(0);
                    range.removeAll();
                    range.put("text", "1-2");
                }
                return has;
            }),
            edit("units swapped", A, "Observation", (r, x) -> unit(r.path("valueQuantity"), "mmol/L")),
            edit("coded result changed", A, "Observation", (r, x) -> code(r.path("valueCodeableConcept"), "112149005")),
            edit("corrected result shown as final", A, "Observation", (r, x) -> {
                boolean corrected = r.path("status").asText().equals("corrected");
                r.put("status", "final");
                return corrected;
            }),
            edit("final result shown as preliminary", A, "Observation", (r, x) -> {
                boolean is = r.path("status").asText().equals("final");
                r.put("status", "preliminary");
                return is;
            }),
            moved("result under the wrong patient", "Observation"),
            moved("document under the wrong patient", "DocumentReference"),
            moved("allergy under the wrong patient", "AllergyIntolerance"),
            new Fault("encounter crossed", B, "Observation", (r, chart, x) -> {
                if (!r.has("encounter")) {
                    return false;
                }
                ObjectNode encounter = chart.get(r.at("/encounter/reference").asText());
                r.putObject("encounter")
                        .put(
                                "reference",
                                "Encounter/"
                                        + chart.other("Encounter", encounter)
                                                .path("id")
                                                .asText());
                chart.put(r);
                return true;
            }),
            edit("date of a result shifted a day", B, "Observation", (r, x) -> shift(r, "effectiveDateTime", 24)),
            edit("time zone shifted", B, "Observation", (r, x) -> {
                String time = r.path("effectiveDateTime").asText();
                boolean has = time.endsWith("-06:00");
                r.put("effectiveDateTime", time.replace("-06:00", "-05:00"));
                return has;
            }),
            edit("precision invented", B, "Patient", (r, x) -> {
                String birth = r.path("birthDate").asText();
                String invented = birth.isEmpty() ? "" : birth.substring(0, 4) + "-01-01";
                r.put("birthDate", invented);
                return !invented.equals(birth);
            }),
            edit("birth date changed", A, "Patient", (r, x) -> {
                String birth = r.path("birthDate").asText();
                r.put(
                        "birthDate",
                        birth.isEmpty()
                                ? ""
                                : LocalDate.parse(birth)
                                        .plusYears(1 + x.nextInt(20))
                                        .toString());
                return !birth.isEmpty();
            }),
            edit("sex changed", A, "Patient", (r, x) -> {
                r.put("gender", r.path("gender").asText().equals("female") ? "male" : "female");
                return true;
            }),
            edit("death lost", A, "Patient", (r, x) -> {
                boolean dead =
                        r.has("deceasedDateTime") || r.path("deceasedBoolean").asBoolean();
                r.remove(List.of("deceasedDateTime", "deceasedBoolean"));
                return dead;
            }),
            edit("name changed", A, "Patient", (r, x) -> {
                boolean has = r.at("/name/0").isObject();
                if (has) {
                    ((ObjectNode) r.at("/name/0")).put("family", "Changed");
                }
                return has;
            }),
            edit("identifier system changed", A, "Patient", (r, x) -> {
                ((ObjectNode) r.at("/identifier/0")).put("system", "https://elsewhere.example/mrn");
                return true;
            }),
            new Fault("identifier swapped between two patients", A, "Patient", (r, chart, x) -> {
                ObjectNode other = chart.other("Patient", r);
                ObjectNode mine = (ObjectNode) r.at("/identifier/0");
                ObjectNode theirs = (ObjectNode) other.at("/identifier/0");
                String value = mine.path("value").asText();
                mine.put("value", theirs.path("value").asText());
                theirs.put("value", value);
                chart.put(r);
                chart.put(other);
                return true;
            }),
            new Fault("patients merged wrongly", A, "Patient", (r, chart, x) -> {
                if (r.path("link").isArray()) {
                    return false;
                }
                ObjectNode other = chart.other("Patient", r);
                r.put("active", false);
                ObjectNode link = r.putArray("link").addObject();
                link.putObject("other")
                        .put("reference", "Patient/" + other.path("id").asText());
                link.put("type", "replaced-by");
                chart.put(r);
                return true;
            }),
            new Fault("merged into another patient", A, "Patient", (r, chart, x) -> {
                String other = "Patient/" + chart.other("Patient", r).path("id").asText();
                JsonNode survivor = r.at("/link/0/other");
                boolean merged = r.at("/link/0/type").asText().equals("replaced-by");
                if (!merged || survivor.path("reference").asText().equals(other)) {
                    return false;
                }
                ((ObjectNode) survivor).put("reference", other);
                chart.put(r);
                return true;
            }),
            edit("merge undone", A, "Patient", (r, x) -> {
                boolean merged = r.path("link").isArray();
                r.remove("link");
                r.remove("active");
                return merged;
            }),
            doubled("duplicate allergy", A, "AllergyIntolerance"),
            doubled("duplicate drug order", A, "MedicationRequest"),
            doubled("duplicate result", A, "Observation"),
            doubled("duplicate record of a document", B, "DocumentReference"),
            edit("missing repetition", B, "Patient", (r, x) -> {
                ArrayNode identifiers = (ArrayNode) r.path("identifier");
                boolean several = identifiers.size() > 1;
                identifiers.remove(identifiers.size() - 1);
                return several;
            }),
            edit("order of notes swapped", B, "Observation", (r, x) -> {
                JsonNode notes = r.path("note");
                boolean two = notes.size() > 1;
                if (two) {
                    JsonNode first = notes.get(0).deepCopy();
                    ((ArrayNode) notes).set(0, notes.get(1));
                    ((ArrayNode) notes).set(1, first);
                }
                return two;
            }),
            edit("note text truncated", B, "Observation", (r, x) -> {
                String text = r.at("/note/0/text").asText();
                if (!text.isEmpty()) {
                    ((ObjectNode) r.at("/note/0"))
                            .put("text", text.substring(0, text.length() / 2).trim());
                }
                return !text.isEmpty();
            }),
            edit("report text truncated", A, "Observation", (r, x) -> {
                String text = r.path("valueString").asText();
                r.put("valueString", text.substring(0, text.length() / 2).trim());
                return text.length() > 4;
            }),
            new Fault("attachment byte changed", B, "DocumentReference", (r, chart, x) -> {
                String url = r.at("/content/0/attachment/url").asText();
                ObjectNode holder =
                        url.startsWith("Binary/") ? chart.get(url) : (ObjectNode) r.at("/content/0/attachment");
                byte[] data = Base64.getDecoder().decode(holder.path("data").asText());
                if (data.length == 0) {
                    return false;
                }
                data[x.nextInt(data.length)] ^= 1;
                holder.put("data", Base64.getEncoder().encodeToString(data));
                chart.put(url.startsWith("Binary/") ? holder : r);
                return true;
            }),
            edit(
                    "code kept but system lost",
                    B,
                    "Condition",
                    (r, x) -> r.at("/code/coding/0").isObject()
                            && ((ObjectNode) r.at("/code/coding/0")).remove("system") != null),
            edit("version of a code system invented", B, "Condition", (r, x) -> {
                boolean has = r.at("/code/coding/0").isObject();
                if (has) {
                    ((ObjectNode) r.at("/code/coding/0")).put("version", "1999");
                }
                return has;
            }),
            edit("digit of an ICD-10 code", A, "Condition", (r, x) -> {
                String code = r.at("/code/coding/0/code").asText();
                char last = code.isEmpty() ? 'x' : code.charAt(code.length() - 1);
                return Character.isDigit(last)
                        && code(
                                r.path("code"),
                                code.substring(0, code.length() - 1) + (char) (last == '9' ? '0' : last + 1));
            }),
            deleted("diagnosis lost", A, "Condition"),
            edit("procedure date", B, "Procedure", (r, x) -> shift(r, "performedDateTime", 24 * 30)),
            edit("procedure changed", A, "Procedure", (r, x) -> code(r.path("code"), "174041007")),
            edit("words of a diagnosis changed", B, "Condition", (r, x) -> {
                boolean shown = r.at("/code/coding/0").has("display");
                if (shown) {
                    ((ObjectNode) r.at("/code/coding/0")).put("display", "Something else");
                }
                return shown;
            }),
            edit("carried value changed", B, "Encounter", (r, x) -> {
                for (JsonNode extension : r.path("extension")) {
                    if (extension.path("url").asText().endsWith("/source-field")) {
                        ((ObjectNode) extension.path("extension").get(1)).put("valueString", "nobody said so");
                        return true;
                    }
                }
                return false;
            }),
            edit("author lost", B, "Observation", (r, x) -> r.remove("performer") != null),
            edit("prescriber lost", B, "MedicationRequest", (r, x) -> r.remove("requester") != null),
            edit("name of a practitioner changed", B, "Practitioner", (r, x) -> {
                boolean has = r.at("/name/0/family").isTextual();
                if (has) {
                    ((ObjectNode) r.at("/name/0")).put("family", "Changed" + x.nextInt(1000));
                }
                return has;
            }),
            edit("given names of a practitioner lost", B, "Practitioner", (r, x) -> {
                boolean has = r.at("/name/0/given").isArray();
                return has && ((ObjectNode) r.at("/name/0")).remove("given") != null;
            }),
            edit("name of an organization changed", B, "Organization", (r, x) -> {
                boolean has = r.path("name").isTextual();
                r.put("name", "Changed " + x.nextInt(1000));
                return has;
            }),
            deleted("practitioner lost", B, "Practitioner"),
            deleted("organization lost", B, "Organization"),
            edit("location lost", B, "Encounter", (r, x) -> r.remove("location") != null),
            deleted("coverage lost", B, "Coverage"),
            deleted("document lost", A, "DocumentReference"),
            deleted("vaccination lost", A, "Immunization"),
            edit("vaccine changed", A, "Immunization", (r, x) -> code(r.path("vaccineCode"), "88")),
            edit("lot number changed", B, "Immunization", (r, x) -> {
                boolean has = r.has("lotNumber");
                r.put("lotNumber", "LOT9999");
                return has;
            }),
            edit("appointment moved", B, "Appointment", (r, x) -> shift(r, "start", 1)),
            edit("cancelled stay shown as over", B, "Encounter", (r, x) -> {
                r.put("status", "entered-in-error");
                return true;
            }),
            new Fault("extra resource", A, "Condition", (r, chart, x) -> {
                boolean done = code(r.path("code"), "C34.90");
                if (done) {
                    r.remove("identifier");
                    chart.add(r);
                }
                return done;
            }),
            deleted("result lost", A, "Observation"),
            edit("dangling reference", B, "DiagnosticReport", (r, x) -> {
                boolean has = r.path("result").isArray();
                if (has) {
                    ((ObjectNode) r.path("result").get(0)).put("reference", "Observation/does-not-exist");
                }
                return has;
            }),
            edit("result taken out of its report", B, "DiagnosticReport", (r, x) -> {
                boolean has = r.path("result").size() > 1;
                if (has) {
                    ((ArrayNode) r.path("result")).remove(0);
                }
                return has;
            }));

    private FaultKinds() {}

    private static Fault deleted(String name, org.chartlift.record.Severity severity, String type) {
        return new Fault(name, severity, type, (r, chart, x) -> {
            chart.delete(r);
            return true;
        });
    }

    private static Fault doubled(String name, org.chartlift.record.Severity severity, String type) {
        return new Fault(name, severity, type, (r, chart, x) -> {
            chart.add(r);
            return true;
        });
    }

    private static Fault moved(String name, String type) {
        return new Fault(name, A, type, (r, chart, x) -> {
            String element = r.has("subject") ? "subject" : "patient";
            ObjectNode mine = chart.get(r.path(element).path("reference").asText());
            ObjectNode other = chart.other("Patient", mine);
            r.putObject(element).put("reference", "Patient/" + other.path("id").asText());
            chart.put(r);
            return true;
        });
    }

    private static boolean status(ObjectNode allergy, String from, String to) {
        JsonNode coding = allergy.at("/clinicalStatus/coding/0");
        boolean is = coding.path("code").asText().equals(from);
        if (is) {
            ((ObjectNode) coding).put("code", to);
        }
        return is;
    }

    private static boolean severity(ObjectNode allergy) {
        JsonNode reaction = allergy.at("/reaction/0");
        if (reaction.has("severity")) {
            ((ObjectNode) reaction)
                    .put("severity", reaction.path("severity").asText().equals("mild") ? "severe" : "mild");
            return true;
        }
        for (JsonNode extension : allergy.path("extension")) {
            if (extension.path("url").asText().equals(SEVERITY)) {
                return code(extension.path("valueCodeableConcept"), "MI");
            }
        }
        return false;
    }

    private static boolean code(JsonNode concept, String code) {
        JsonNode coding = concept.at("/coding/0");
        boolean other = coding.isObject() && !coding.path("code").asText().equals(code);
        if (other) {
            ((ObjectNode) coding).put("code", code);
        }
        return other;
    }

    private static JsonNode dose(ObjectNode request) {
        return request.at("/dosageInstruction/0/doseAndRate/0/doseQuantity");
    }

    private static boolean times(JsonNode quantity, String factor) {
        if (!quantity.has("value")) {
            return false;
        }
        BigDecimal value = new BigDecimal(quantity.path("value").asText());
        ((ObjectNode) quantity).set("value", DecimalNode.valueOf(value.multiply(new BigDecimal(factor))));
        return value.signum() != 0;
    }

    private static boolean unit(JsonNode quantity, String unit) {
        boolean other = quantity.has("code") && !quantity.path("code").asText().equals(unit);
        if (other) {
            ((ObjectNode) quantity).put("code", unit).put("unit", unit);
        }
        return other;
    }

    private static boolean dropUnit(JsonNode quantity) {
        boolean has = quantity.has("unit") || quantity.has("code");
        if (has) {
            ((ObjectNode) quantity).remove(List.of("unit", "code", "system"));
        }
        return has;
    }

    private static boolean precision(JsonNode quantity) {
        BigDecimal value =
                quantity.has("value") ? new BigDecimal(quantity.path("value").asText()) : BigDecimal.ZERO;
        boolean digits = value.scale() > 0;
        if (digits) {
            BigDecimal shorter = value.stripTrailingZeros();
            ((ObjectNode) quantity)
                    .set(
                            "value",
                            DecimalNode.valueOf(
                                    shorter.equals(value)
                                            ? value.setScale(0, java.math.RoundingMode.HALF_UP)
                                            : shorter));
        }
        return digits;
    }

    private static boolean route(ObjectNode request) {
        JsonNode route = request.at("/dosageInstruction/0/route/coding");
        boolean has = route.isArray();
        if (has) {
            route.forEach(c -> ((ObjectNode) c).put("code", "IV").put("display", "Intravenous"));
        }
        return has;
    }

    private static boolean shift(ObjectNode resource, String element, int hours) {
        String time = resource.path(element).asText();
        if (time.indexOf('T') < 0) {
            return false;
        }
        OffsetDateTime moved = OffsetDateTime.parse(time).plusHours(hours);
        ZoneOffset offset = moved.getOffset();
        resource.put(element, moved.toString().replaceFirst("T(\\d\\d:\\d\\d)(Z|[+-])", "T$1:00$2"));
        return offset != null;
    }
}

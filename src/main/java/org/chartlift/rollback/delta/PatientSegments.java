package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.escaped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** PID and PV1 (v2.5.1 sections 3.4.2 and 3.4.3). */
final class PatientSegments {
    private static final Map<String, String> SEX = Map.of("male", "M", "female", "F", "other", "O", "unknown", "U");
    private static final List<String> ADDRESS = List.of("line", "city", "district", "state", "postalCode", "country");
    private static final String V3_MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";

    /** Back from v3-MaritalStatus to table 0002. */
    private static final Map<String, String> MARITAL =
            Map.of("U", "B", "D", "D", "L", "E", "I", "I", "M", "M", "A", "N", "T", "P", "S", "S", "W", "W");

    private final V2Types types;
    private final ResourceLookup resources;

    PatientSegments(V2Types types, ResourceLookup resources) {
        this.types = types;
        this.resources = resources;
    }

    /**
     * PID of the patient whom a reference names; what of the patient it does not say is not reported, because the patient is not what changed.
     *
     * @throws InexpressibleException if there is none
     */
    Segment of(Part reference) throws InexpressibleException {
        String literal = reference.take("reference");
        ObjectNode patient = literal.startsWith("Patient/") ? resources.read(literal) : null;
        if (patient == null) {
            throw new InexpressibleException("no-patient", reference.path());
        }
        reference.take("display");
        reference.take("type");
        return pid(Part.of(patient));
    }

    Segment pid(Part patient) {
        List<String> identifiers = encoded(patient.each("identifier"), types::cx);
        Segment pid = new Segment("PID")
                .field(1, "1")
                .field(3, identifiers)
                .field(5, encoded(patient.each("name"), types::xpn))
                .field(7, V2Types.ts(patient.at("birthDate")))
                .field(8, V2Types.code(patient, "gender", SEX))
                .field(11, addresses(patient))
                .field(13, ContactPoints.of(patient, false))
                .field(14, ContactPoints.of(patient, true))
                .field(16, marital(patient.at("maritalStatus")));
        multipleBirth(patient, pid);
        deceased(patient, pid);
        return pid;
    }

    /** No visit is spoken of: table 0004, N is not applicable. */
    static Segment noVisit() {
        return new Segment("PV1").field(1, "1").field(2, "N");
    }

    private static List<String> encoded(List<Part> parts, Function<Part, String> type) {
        List<String> encoded = new ArrayList<>();
        parts.stream().map(type).filter(text -> !text.isEmpty()).forEach(encoded::add);
        return encoded;
    }

    /** As with telephone numbers: all or none. An address that is only a text has no components. */
    private List<String> addresses(Part patient) {
        List<Part> all = patient.each("address");
        return all.stream().allMatch(a -> ADDRESS.stream().anyMatch(a::has)) ? encoded(all, types::xad) : List.of();
    }

    private static String marital(Part status) {
        String code = "";
        for (Part coding : status.each("coding")) {
            if (coding.look("system").equals(V3_MARITAL) && MARITAL.containsKey(coding.look("code"))) {
                coding.take("system");
                coding.take("display");
                code = MARITAL.get(coding.take("code"));
            }
        }
        return code;
    }

    private static void multipleBirth(Part patient, Segment pid) {
        if (patient.has("multipleBirthInteger")) {
            pid.field(24, "Y").field(25, patient.take("multipleBirthInteger"));
        } else if (patient.has("multipleBirthBoolean")) {
            pid.field(24, patient.take("multipleBirthBoolean").equals("true") ? "Y" : "N");
        }
    }

    private static void deceased(Part patient, Segment pid) {
        if (patient.has("deceasedDateTime")) {
            pid.field(29, V2Types.ts(patient.at("deceasedDateTime"))).field(30, "Y");
        } else if (patient.has("deceasedBoolean")) {
            pid.field(30, patient.take("deceasedBoolean").equals("true") ? "Y" : "N");
        }
    }

    /** EI.1 of our own for what has no identifier: the logical id. */
    static String ownNumber(LaterChange change) {
        String id = change.reference().substring(change.reference().indexOf('/') + 1);
        return Segment.components(escaped(id), MessageWriter.APPLICATION);
    }
}

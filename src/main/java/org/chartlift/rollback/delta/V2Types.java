package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.components;
import static org.chartlift.rollback.delta.Segment.escaped;
import static org.chartlift.rollback.delta.Segment.subcomponents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Data types of HL7 v2.5.1 (chapter 2A) out of those of FHIR. Takes what it expresses. */
final class V2Types {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final Map<String, String> NAME_TYPES = Map.of(
            "usual",
            "D",
            "official",
            "L",
            "maiden",
            "M",
            "nickname",
            "N",
            "anonymous",
            "S",
            "temp",
            "TEMP",
            "old",
            "NOUSE");
    private static final Map<String, String> ADDRESS_TYPES =
            Map.of("home", "H", "work", "B", "billing", "BI", "temp", "C", "old", "BA");

    private final LegacyNames names;

    V2Types(LegacyNames names) {
        this.names = names;
    }

    /** CX: identifier with authority, type and period; empty without a value. */
    String cx(Part identifier) {
        if (!identifier.has("value")) {
            return "";
        }
        return components(
                escaped(identifier.take("value")),
                "",
                "",
                authority(identifier, "&"),
                identifierType(identifier),
                "",
                ts(identifier.at("period").at("start")),
                ts(identifier.at("period").at("end")));
    }

    /** EI: identifier with authority. */
    String ei(Part identifier) {
        if (!identifier.has("value")) {
            return "";
        }
        return components(escaped(identifier.take("value")), authority(identifier, "^"));
    }

    private String authority(Part identifier, String delimiter) {
        Part assigner = identifier.at("assigner");
        List<String> authority = names.authority(identifier.take("system"), assigner.look("display"));
        if (!authority.get(1).isEmpty() || authority.get(0).equals(assigner.look("display"))) {
            assigner.take("display");
        }
        List<String> parts = authority.stream().map(Segment::escaped).toList();
        return delimiter.equals("&")
                ? subcomponents(parts.get(0), parts.get(1), parts.get(2))
                : components(parts.get(0), parts.get(1), parts.get(2));
    }

    private static String identifierType(Part identifier) {
        for (Part coding : identifier.at("type").each("coding")) {
            if (coding.look("system").equals(IDENTIFIER_TYPES)) {
                coding.take("system");
                return escaped(coding.take("code"));
            }
        }
        return "";
    }

    /** XPN: a person's name; empty if it has more given names than two or is only a text. */
    String xpn(Part name) {
        if (!name.has("family") && !name.has("given")) {
            return "";
        }
        List<Part> given = name.each("given");
        String second = given.size() > 1 ? escaped(restOf(given)) : "";
        return components(
                subcomponents(escaped(name.take("family"))),
                given.isEmpty() ? "" : escaped(given.get(0).take()),
                second,
                escaped(only(name, "suffix")),
                escaped(only(name, "prefix")),
                "",
                code(name, "use", NAME_TYPES),
                "",
                "",
                "",
                "",
                ts(name.at("period").at("start")),
                ts(name.at("period").at("end")));
    }

    /** XPN.3 is further given names or initials, separated by spaces. */
    private static String restOf(List<Part> given) {
        return String.join(
                " ", given.subList(1, given.size()).stream().map(Part::take).toList());
    }

    private static String only(Part of, String name) {
        List<Part> all = of.each(name);
        return all.size() == 1 ? all.get(0).take() : "";
    }

    /** Takes a code if the table knows it. */
    static String code(Part of, String name, Map<String, String> table) {
        String code = table.getOrDefault(of.look(name), "");
        if (!code.isEmpty()) {
            of.take(name);
        }
        return code;
    }

    /** XAD: an address; its third line and those beyond find no place. */
    String xad(Part address) {
        List<Part> lines = address.each("line");
        String type = code(address, "use", ADDRESS_TYPES);
        if (type.isEmpty() && address.look("type").equals("postal")) {
            address.take("type");
            type = "M";
        }
        return components(
                lines.isEmpty() ? "" : subcomponents(escaped(lines.get(0).take())),
                lines.size() < 2 ? "" : escaped(lines.get(1).take()),
                escaped(address.take("city")),
                escaped(address.take("state")),
                escaped(address.take("postalCode")),
                escaped(address.take("country")),
                type,
                "",
                escaped(address.take("district")));
    }

    /** CWE of a CodeableConcept: two codings and the text. */
    String cwe(Part concept) {
        List<Part> codings = concept.each("coding");
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            parts.addAll(i < codings.size() ? coding(codings.get(i)) : List.of("", "", ""));
        }
        return components(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4),
                parts.get(5),
                codings.isEmpty() ? "" : escaped(codings.get(0).take("version")),
                codings.size() < 2 ? "" : escaped(codings.get(1).take("version")),
                escaped(concept.take("text")));
    }

    private List<String> coding(Part coding) {
        return List.of(
                escaped(coding.take("code")),
                escaped(coding.take("display")),
                escaped(names.codingSystem(coding.take("system"))));
    }

    /** CWE of a unit: code and text where the code is UCUM or has another system, else the text. */
    String unit(Part quantity) {
        if (!quantity.has("code")) {
            return components(escaped(quantity.take("unit")));
        }
        String code = quantity.take("code");
        String system = quantity.take("system");
        String unit = quantity.take("unit");
        return components(
                escaped(code),
                unit.equals(code) ? "" : escaped(unit),
                UCUM.equals(system) ? "UCUM" : escaped(names.codingSystem(system)));
    }

    /** TS of a date, a dateTime or an instant, as precise as it is. */
    static String ts(Part time) {
        return ts(time.take());
    }

    static String ts(String fhir) {
        int t = fhir.indexOf('T');
        String date = (t < 0 ? fhir : fhir.substring(0, t)).replace("-", "");
        if (t < 0) {
            return date;
        }
        return date + tm(fhir.substring(t + 1));
    }

    /** TM of a time of day, with its offset. */
    static String tm(String time) {
        return time.replace("Z", "+0000").replace(":", "");
    }
}

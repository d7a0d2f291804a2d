package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.components;
import static org.chartlift.rollback.delta.Segment.escaped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OBX and NTE of an Observation (v2.5.1 section 7.4.2). */
final class ResultSegments {
    /** FHIR's status to table 0085; amended is a correction there. */
    private static final Map<String, String> STATUS = Map.of(
            "final",
            "F",
            "preliminary",
            "P",
            "corrected",
            "C",
            "amended",
            "C",
            "registered",
            "O",
            "cancelled",
            "X",
            "entered-in-error",
            "W");

    private static final Set<String> FLAGS = Set.of(
            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
            "http://terminology.hl7.org/CodeSystem/v2-0078");
    private static final int LONGEST_STRING = 199;

    private final V2Types types;

    ResultSegments(V2Types types) {
        this.types = types;
    }

    /** The type in OBX-2, the value in OBX-5 and its unit in OBX-6. */
    private record Value(String type, String value, String unit) {}

    /**
     * The segments, numbered from this number on.
     *
     * @throws InexpressibleException if the value is of a type that OBX has not
     */
    List<Segment> of(Part observation, int from) throws InexpressibleException {
        List<Segment> segments = new ArrayList<>();
        List<Part> components = observation.each("component");
        String group = components.isEmpty() ? "" : Integer.toString(from);
        String status = V2Types.code(observation, "status", STATUS);
        String time = effective(observation);
        Value own = value(observation);
        int number = from;
        if (own != null || components.isEmpty()) {
            segments.add(obx(number++, group, observation, own, status, time));
        }
        for (Part component : components) {
            segments.add(obx(number++, group, component, value(component), status, time));
        }
        for (Part note : observation.each("note")) {
            segments.add(new Segment("NTE").field(1, "1").field(3, escaped(note.take("text"))));
        }
        return segments;
    }

    private static String effective(Part observation) {
        String name = observation.has("effectiveInstant") ? "effectiveInstant" : "effectiveDateTime";
        return V2Types.ts(observation.at(name));
    }

    private Segment obx(int number, String group, Part of, Value value, String status, String time) {
        return new Segment("OBX")
                .field(1, Integer.toString(number))
                .field(2, value == null ? "" : value.type())
                .field(3, types.cwe(of.at("code")))
                .field(4, group)
                .field(5, value == null ? "" : value.value())
                .field(6, value == null ? "" : value.unit())
                .field(7, range(of.first("referenceRange")))
                .field(8, flags(of))
                .field(11, status)
                .field(14, time)
                .field(17, types.cwe(of.at("method")));
    }

    private static String range(Part range) {
        if (range.has("text")) {
            String text = range.take("text");
            for (String end : List.of("low", "high")) {
                Part limit = range.at(end);
                if (limit.exists() && text.contains(limit.look("value"))) {
                    limit.take();
                }
            }
            return escaped(text);
        }
        if (!range.has("low") || !range.has("high")) {
            return "";
        }
        String text = range.at("low").look("value") + "-" + range.at("high").look("value");
        range.take("low");
        range.take("high");
        return escaped(text);
    }

    private static List<String> flags(Part of) {
        List<String> flags = new ArrayList<>();
        for (Part interpretation : of.each("interpretation")) {
            for (Part coding : interpretation.each("coding")) {
                if (FLAGS.contains(coding.look("system")) && flags.isEmpty()) {
                    coding.take("system");
                    coding.take("display");
                    flags.add(escaped(coding.take("code")));
                }
            }
        }
        return flags;
    }

    private @org.jspecify.annotations.Nullable Value value(Part of) throws InexpressibleException {
        for (var property : of.node().properties()) {
            String name = property.getKey();
            if (name.startsWith("value")) {
                return value(of.at(name), name);
            }
        }
        return null;
    }

    private Value value(Part value, String name) throws InexpressibleException {
        return switch (name) {
            case "valueQuantity" -> quantity(value);
            case "valueCodeableConcept" -> new Value("CWE", types.cwe(value), "");
            case "valueString" -> text(value.take());
            case "valueInteger" -> new Value("NM", value.take(), "");
            case "valueDateTime" -> new Value("TS", V2Types.ts(value), "");
            case "valueTime" -> new Value("TM", V2Types.tm(value.take()), "");
            case "valuePeriod" ->
                new Value("DR", components(V2Types.ts(value.at("start")), V2Types.ts(value.at("end"))), "");
            case "valueRange" -> range(value, value.at("low"), value.at("high"));
            default -> throw new InexpressibleException("no-type-of-value", value.path());
        };
    }

    private Value quantity(Part quantity) throws InexpressibleException {
        if (!quantity.has("value")) {
            throw new InexpressibleException("no-number", quantity.path());
        }
        String comparator = quantity.take("comparator");
        String number = quantity.take("value");
        return comparator.isEmpty()
                ? new Value("NM", number, types.unit(quantity))
                : new Value("SN", components(escaped(comparator), number), types.unit(quantity));
    }

    /** SN has two numbers and OBX one unit. */
    private Value range(Part whole, Part low, Part high) throws InexpressibleException {
        boolean oneUnit =
                low.look("unit").equals(high.look("unit")) && low.look("code").equals(high.look("code"));
        if (!oneUnit || !low.has("value") || !high.has("value")) {
            throw new InexpressibleException("not-one-unit", whole.path());
        }
        types.unit(high);
        return new Value("SN", components("", low.take("value"), "-", high.take("value")), types.unit(low));
    }

    private static Value text(String text) {
        boolean plain = text.length() <= LONGEST_STRING && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        return new Value(plain ? "ST" : "FT", escaped(text), "");
    }
}

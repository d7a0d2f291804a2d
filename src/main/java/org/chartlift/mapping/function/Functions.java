package org.chartlift.mapping.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The closed list of functions by name. Immutable. */
public final class Functions {
    private static final Functions STANDARD = new Functions(all());

    private final Map<String, Function> byName = new TreeMap<>();

    private Functions(List<Function> functions) {
        for (Function f : functions) {
            if (byName.put(f.name(), f) != null) {
                throw new IllegalStateException("two functions are called " + f.name());
            }
        }
    }

    /** The list that maps can name. */
    public static Functions standard() {
        return STANDARD;
    }

    public @Nullable Function find(String name) {
        return byName.get(name);
    }

    /** By name. */
    public Collection<Function> list() {
        return List.copyOf(byName.values());
    }

    private static List<Function> all() {
        List<Function> all = new ArrayList<>();
        times(all);
        timings(all);
        numbers(all);
        codes(all);
        texts(all);
        documents(all);
        return all;
    }

    private static void times(List<Function> all) {
        for (String type : List.of("TS", "DTM", "DT")) {
            add(
                    all,
                    type + ">date",
                    "TS, DTM, DT",
                    "date",
                    "the day; where the source has a time as well, its text stands beside it",
                    Times::date);
            add(
                    all,
                    type + ">datePart",
                    "TS, DTM, DT",
                    "date",
                    "the day only; another rule takes the time",
                    Times::datePart);
            add(
                    all,
                    type + ">dateTime",
                    "TS, DTM, DT",
                    "dateTime",
                    "precision as written; zone from the value, else MSH-7, else the sender, else the day and the text beside it",
                    Times::dateTime);
        }
        for (String type : List.of("TS", "DTM")) {
            add(all, type + ">instant", "TS, DTM", "instant", "fails without seconds or zone", Times::instant);
            add(
                    all,
                    type + ">lessThanInstant",
                    "TS, DTM",
                    "dateTime",
                    "like >dateTime, but does not apply where >instant does",
                    Times::lessThanInstant);
            add(
                    all,
                    type + ">minuteInstant",
                    "TS, DTM",
                    "instant",
                    "like >instant; a time to the minute is the instant at which the minute begins, its text stands beside it",
                    Times::minuteInstant);
            add(
                    all,
                    type + ">lessThanMinuteInstant",
                    "TS, DTM",
                    "dateTime",
                    "like >dateTime, but does not apply where >minuteInstant does",
                    Times::lessThanMinuteInstant);
            add(
                    all,
                    type + ">time",
                    "TS, DTM",
                    "time",
                    "the time of day; the whole text stands beside it",
                    Times::time);
        }
        add(all, "TM>time", "TM", "time", "the time of day to the second; a fraction stands beside it", Times::time);
    }

    private static void timings(List<Function> all) {
        add(
                all,
                "TQ1>Timing",
                "the segment TQ1 (`from: \"TQ1-*\"`)",
                "Timing",
                "pattern, explicit times, duration, start, end and total; the pattern's text always, its meaning where FHIR can say it exactly",
                Timings::ofSegment);
        all.add(new Function(
                "TQ>Timing",
                "TQ",
                Set.of("Timing"),
                Set.of("start", "end"),
                "the same of the older type; `with:` names times that hold where TQ.4 and TQ.5 are empty",
                Timings::ofComposite));
        add(
                all,
                "interval>Quantity",
                "ST such as TQ.3 and RXE-22",
                "Quantity",
                "S, M, H, D, W or L and a number, as UCUM",
                Interval::quantity);
        add(
                all,
                "position>integer",
                "anything that repeats",
                "integer",
                "number of the repetition or segment among its like, from 1; claims nothing",
                Numbers::position);
    }

    private static void numbers(List<Function> all) {
        add(all, "NM>decimal", "NM", "decimal", "the number as written, with its precision", Numbers::decimal);
        add(all, "NM>integer", "NM, SI", "integer", "a whole number", Numbers::integer);
        add(all, "NM>positiveInt", "NM, SI", "positiveInt", "a whole number above zero", Numbers::positiveInt);
        add(all, "NM>unsignedInt", "NM, SI", "unsignedInt", "a whole number, zero or above", Numbers::unsignedInt);
        Set<String> unit = Set.of("unit");
        all.add(new Function(
                "NM>Quantity",
                "NM",
                Set.of("Quantity"),
                unit,
                "number with the unit of the CWE at `with: {unit: OBX-6}`",
                Numbers::quantity));
        all.add(new Function(
                "CQ>Quantity",
                "CQ",
                Set.of("Quantity"),
                unit,
                "quantity with its own unit, or that at `with: {unit: ...}`",
                Numbers::compositeQuantity));
        all.add(new Function(
                "SN>Quantity",
                "SN",
                Set.of("Quantity"),
                unit,
                "comparator and number; does not apply to ranges and ratios",
                Structured::quantity));
        all.add(new Function(
                "SN>Range", "SN", Set.of("Range"), unit, "1-2; does not apply to other forms", Structured::range));
        all.add(new Function(
                "SN>Ratio",
                "SN",
                Set.of("Ratio"),
                unit,
                "1:128 or 1/128; does not apply to other forms",
                Structured::ratio));
        all.add(new Function(
                "SN>value",
                "SN",
                Set.of("Quantity", "Range", "Ratio", "string"),
                unit,
                "whichever form the value has",
                Structured::any));
        all.add(new Function("NR>Range", "NR", Set.of("Range"), unit, "low and high", Numbers::range));
        all.add(new Function(
                "referenceRange>low",
                "ST such as OBX-7",
                Set.of("Quantity"),
                unit,
                "the low end of `3.5-5.1` or `>3.5`; does not apply to other texts",
                Structured::low));
        all.add(new Function(
                "referenceRange>high",
                "ST such as OBX-7",
                Set.of("Quantity"),
                unit,
                "the high end of `3.5-5.1` or `<5.1`; does not apply to other texts",
                Structured::high));
        add(all, "DR>Period", "DR", "Period", "start and end", Numbers::period);
        add(all, "YN>boolean", "ID of table 0136", "boolean", "Y, N", Texts::yesNo);
    }

    private static void codes(List<Function> all) {
        for (String type : List.of("CWE", "CNE", "CE", "CF")) {
            add(
                    all,
                    type + ">CodeableConcept",
                    type,
                    "CodeableConcept",
                    "code, text and system, the alternates, and the original text",
                    Codes::concept);
            add(all, type + ">Coding", type, "Coding", "the first code with system, text and version", Codes::coding);
        }
        for (String type : List.of("ID", "IS", "ST")) {
            add(
                    all,
                    type + ">CodeableConcept",
                    type,
                    "CodeableConcept",
                    "a code of the rule's table, else of the field",
                    Codes::plainConcept);
            add(
                    all,
                    type + ">Coding",
                    type,
                    "Coding",
                    "a code of the rule's table, else of the field",
                    Codes::plainCoding);
        }
        add(all, "HD>uri", "HD", "uri", "system URI of an assigning authority or application", Codes::authority);
        add(all, "EI>uri", "EI", "uri", "system URI of the authority in an entity identifier", Codes::entityAuthority);
        add(all, "OID>uri", "ST", "uri", "systems.yaml, else urn:oid:", Codes::oid);
        add(all, "UUID>uri", "ST", "uri", "urn:uuid:", Codes::uuid);
        all.add(new Function(
                "CodingSystem>uri",
                "ID of table 0396",
                Set.of("uri"),
                Set.of("code"),
                "systems.yaml, else the sender's own code system; `with: {code: .1}` names the code it qualifies",
                Codes::codingSystem));
    }

    private static void texts(List<Function> all) {
        add(all, "ST>string", "any text", "string", "exactly as written", Texts::string);
        add(
                all,
                "FT>string",
                "FT, TX",
                "string",
                "the text; its formatting commands are resolved by the reader",
                Texts::string);
        add(all, "TX>string", "TX", "string", "the text", Texts::string);
        add(
                all,
                "untyped>string",
                "OBX-5 of an unknown type",
                "string",
                "the whole text as it was sent, with a finding",
                Texts::untyped);
        add(all, "ID>code", "ID, IS, ST", "code", "without surrounding white space", Texts::code);
        add(all, "XTN>number", "XTN", "string", "telephone number put together from .5 to .8", Texts::telephone);
    }

    private static void documents(List<Function> all) {
        add(all, "ED>mime", "ED", "code", "content type from type of data and subtype", Documents::mime);
        add(all, "RP>mime", "RP", "code", "content type from type of data and subtype", Documents::pointerMime);
        add(all, "ED>base64", "ED", "base64Binary", "data decoded as .4 says: Base64, Hex or A", Documents::data);
        add(all, "ED>Attachment", "ED", "Attachment", "content type and data", Documents::attachment);
        add(all, "RP>Attachment", "RP", "Attachment", "content type and address", Documents::pointer);
        add(
                all,
                "ST>base64",
                "any text",
                "base64Binary",
                "the text, joined where the rule joins, in UTF-8",
                Documents::text);
        add(
                all,
                "FT>base64",
                "any text",
                "base64Binary",
                "the text, joined where the rule joins, in UTF-8",
                Documents::text);
        add(
                all,
                "TX>base64",
                "any text",
                "base64Binary",
                "the text, joined where the rule joins, in UTF-8",
                Documents::text);
    }

    private static void add(
            List<Function> all, String name, String input, String result, String description, ValueFunction body) {
        all.add(new Function(name, input, Set.of(result), Set.of(), description, body));
    }
}

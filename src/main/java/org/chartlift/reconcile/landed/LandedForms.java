package org.chartlift.reconcile.landed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.reconcile.fact.Forms;
import org.chartlift.reconcile.fact.JsonPath.Found;
import org.jspecify.annotations.Nullable;

/** Turns what the server holds into the compared forms. */
public final class LandedForms {
    private static final int LEVELS_OF_A_PLACE = 8;

    private final Function<String, @Nullable JsonNode> resolver;

    /** @param resolver gives the resource of a reference, or null */
    public LandedForms(Function<String, @Nullable JsonNode> resolver) {
        this.resolver = resolver;
    }

    /** The compared forms of what stands at a field's path. */
    public List<String> values(Form form, List<Found> found) {
        List<String> values = new ArrayList<>();
        for (Found one : found) {
            values.addAll(one(form, one));
        }
        values.removeIf(String::isEmpty);
        return values;
    }

    private List<String> one(Form form, Found found) {
        JsonNode node = found.node();
        return switch (form) {
            case TEXT -> List.of(Forms.text(node.asText()));
            case CODE ->
                List.of(node.isValueNode() ? node.asText() : node.path("code").asText());
            case CONCEPT -> concept(node);
            case DISPLAY -> displays(node);
            case WORDS -> words(node);
            case NUMBER -> List.of(Forms.number(node.asText()));
            case QUANTITY -> List.of(quantity(node));
            case VALUE -> value(found);
            case RANGE -> List.of(range(node));
            case DATE -> List.of(date(node));
            case TIME -> List.of(time(node.asText()));
            case TIMING -> LandedTimings.of(node);
            case IDENTIFIER, ENTITY -> List.of(identifier(node));
            case NAME -> List.of(name(node));
            case PERSON ->
                named(
                        node,
                        "name:%s,%s"
                                .formatted(
                                        Forms.text(node.at("/name/0/family").asText()),
                                        Forms.text(node.at("/name/0/given/0").asText())));
            case ORGANIZATION ->
                named(node, "name:" + Forms.text(node.path("name").asText()));
            case PLACE -> place(node);
            case TELECOM ->
                List.of(Forms.bare(
                        node.isValueNode() ? node.asText() : node.path("value").asText()));
            case ADDRESS -> List.of(address(node));
            case BOOLEAN -> List.of(node.asText());
            case SHA256 -> List.of(sha256(node));
            case EXISTS -> List.of("true");
        };
    }

    private static List<String> concept(JsonNode node) {
        Set<String> codings = new LinkedHashSet<>();
        if (node.has("code") || node.has("system")) {
            codings.add(coding(node));
        }
        node.path("coding").forEach(c -> codings.add(coding(c)));
        codings.remove("");
        if (!codings.isEmpty()) {
            if (node.has("text")) {
                codings.add(Forms.saidText(node.path("text").asText()));
            }
            return List.copyOf(codings);
        }
        String text = node.path("text").asText(node.path("display").asText());
        if (text.isEmpty()) {
            text = node.at("/coding/0/display").asText();
        }
        return text.isEmpty() ? List.of() : List.of(Forms.words(text));
    }

    private static List<String> displays(JsonNode node) {
        List<String> displays = new ArrayList<>();
        display(node, displays);
        node.path("coding").forEach(c -> display(c, displays));
        return displays;
    }

    private static void display(JsonNode coding, List<String> displays) {
        if (coding.has("code") && coding.has("display")) {
            displays.add(Forms.display(
                    coding.path("system").asText(),
                    coding.path("code").asText(),
                    coding.path("display").asText()));
        }
    }

    private static String coding(JsonNode coding) {
        String code = coding.path("code").asText();
        return code.isEmpty()
                ? ""
                : Forms.coding(
                        coding.path("system").asText(),
                        code,
                        coding.path("version").asText());
    }

    private static List<String> words(JsonNode node) {
        Set<String> words = new LinkedHashSet<>();
        words.add(Forms.text(
                node.isValueNode() ? node.asText() : node.path("text").asText()));
        words.add(Forms.text(node.path("display").asText()));
        node.path("coding").forEach(c -> words.add(Forms.text(c.path("display").asText())));
        words.remove("");
        return List.copyOf(words);
    }

    private static String unit(JsonNode quantity) {
        boolean ucum = Forms.UCUM.equals(quantity.path("system").asText());
        String unit = quantity.path("unit").asText();
        String shown = unit.isEmpty() ? quantity.path("code").asText() : unit;
        return Forms.unit(ucum ? quantity.path("code").asText() : "", shown);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : Forms.number(value.asText());
    }

    private static String quantity(JsonNode node) {
        return node.has("value")
                ? Forms.quantity(node.path("comparator").asText(), number(node.path("value")), unit(node))
                : "";
    }

    private List<String> value(Found found) {
        JsonNode node = found.node();
        return switch (found.type()) {
            case "Quantity" -> List.of(quantity(node));
            case "Range" -> List.of(range(node));
            case "Ratio" ->
                List.of("ratio:" + node.at("/numerator/comparator").asText() + number(node.at("/numerator/value")) + ":"
                        + number(node.at("/denominator/value")));
            case "CodeableConcept", "Coding" -> concept(node);
            case "DateTime", "Date", "Instant" -> List.of(Forms.time(time(node.asText())));
            case "Time" -> List.of(Forms.time(node.asText()));
            case "Period" ->
                List.of(Forms.time(time(node.path("start").asText()) + "/"
                        + time(node.path("end").asText())));
            default -> List.of(Forms.words(node.asText()));
        };
    }

    private static String range(JsonNode node) {
        JsonNode low = node.path("low");
        JsonNode high = node.path("high");
        String unit = unit(node.has("low") ? low : high);
        if (node.has("high") && !unit(high).equals(unit)) {
            unit += " / " + unit(high);
        }
        return node.has("low") || node.has("high")
                ? Forms.range(number(low.path("value")), number(high.path("value")), unit)
                : "";
    }

    private static String date(JsonNode node) {
        String text = node.asText();
        return text.substring(0, Math.min(text.length(), 10));
    }

    /** A date as it is; what has a time as an instant in UTC. */
    static String time(String text) {
        if (text.indexOf('T') < 0) {
            return text;
        }
        try {
            String instant = OffsetDateTime.parse(text)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
            int dot = instant.indexOf('.');
            return dot < 0
                    ? instant
                    : instant.substring(0, instant.length() - 1).replaceAll("0+$", "") + "Z";
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String identifier(JsonNode node) {
        String value = node.path("value").asText().trim();
        return value.isEmpty() ? "" : node.path("system").asText() + "|" + value;
    }

    private static String name(JsonNode node) {
        return Forms.text(node.path("family").asText()) + ";" + Forms.text(joined(node.path("given"))) + ";"
                + Forms.text(joined(node.path("prefix"))) + ";" + Forms.text(joined(node.path("suffix")));
    }

    private static String joined(JsonNode texts) {
        StringBuilder joined = new StringBuilder();
        texts.forEach(t -> joined.append(t.asText()).append(' '));
        return joined.toString();
    }

    /** Of who is named by a resource or by a reference alone: every number and the name. */
    private static List<String> named(JsonNode node, String name) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode identifiers = node.path("identifier");
        if (identifiers.isArray()) {
            identifiers.forEach(i -> names.add("id:" + i.path("value").asText()));
        } else if (identifiers.isObject()) {
            names.add("id:" + identifiers.path("value").asText());
        }
        if (node.has("name")) {
            names.add(name);
        }
        if (node.has("display")) {
            names.add("name:" + Forms.text(node.path("display").asText()));
        }
        return List.copyOf(names);
    }

    /** Numbers and names of a place and of all that it is part of. */
    private List<String> place(JsonNode node) {
        Set<String> places = new LinkedHashSet<>();
        JsonNode level = node;
        for (int i = 0; i < LEVELS_OF_A_PLACE && level != null; i++) {
            level.path("identifier")
                    .forEach(id ->
                            places.add("place:" + Forms.text(id.path("value").asText())));
            places.add("place:"
                    + Forms.text(level.path("name").asText(level.path("display").asText())));
            JsonNode above = level.at("/partOf/reference");
            level = above.isMissingNode() ? null : resolver.apply(above.asText());
        }
        places.remove("place:");
        return List.copyOf(places);
    }

    private static String address(JsonNode node) {
        return Forms.bare(joined(node.path("line"))) + ";;"
                + Forms.bare(node.path("city").asText()) + ";"
                + Forms.bare(node.path("state").asText()) + ";"
                + Forms.bare(node.path("postalCode").asText()) + ";"
                + Forms.bare(node.path("country").asText()) + ";";
    }

    private static String sha256(JsonNode node) {
        String data = node.isValueNode() ? node.asText() : node.path("data").asText();
        try {
            return data.isEmpty() ? "" : Forms.sha256(Base64.getMimeDecoder().decode(data));
        } catch (IllegalArgumentException e) {
            return "not base64";
        }
    }
}

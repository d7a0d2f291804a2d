package org.chartlift.reconcile.statement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chartlift.reconcile.fact.FieldStatement;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.reconcile.fact.Forms;
import org.chartlift.ucum.UcumCodes;
import org.jspecify.annotations.Nullable;

/** Turns what a message says into the compared forms. One message. */
final class SourceForms {
    /** Components of the codes of a CWE: code, text, system, version, object identifier of the system (HL7 v2.8.2 section 2.A.13). */
    private static final int[][] CODES = {{1, 2, 3, 7, 14}, {4, 5, 6, 8, 17}, {10, 11, 12, 13, 20}};

    /** HL7 v2.5.1 section 7.4.2.7. */
    private static final Pattern RANGE = Pattern.compile("\\s*([+-]?[\\d.]+)\\s*-\\s*([+-]?[\\d.]+)\\s*");

    private static final Pattern BOUND = Pattern.compile("\\s*([<>]=?)\\s*([+-]?[\\d.]+)\\s*");
    private static final int ORIGINAL_TEXT = 9;
    private static final Set<String> CODED = Set.of("CWE", "CE", "CF", "CNE", "IS", "ID");
    private static final String NOTHING = "\"\"";
    private static final String UNITS = "UnitOfMeasure";

    private final CodeTables tables;
    private final CodeTables.Sender sender;
    private final SourceTimes times;
    private final String sourceSystem;

    SourceForms(CodeTables tables, CodeTables.Sender sender, SourceTimes times, String sourceSystem) {
        this.tables = tables;
        this.sender = sender;
        this.times = times;
        this.sourceSystem = sourceSystem;
    }

    /** The values that a field's statement gives; null if it says nothing. */
    @Nullable
    List<String> values(MessageView view, Form form, FieldStatement said) {
        if (!view.holds(said.when(), said.unless())) {
            return null;
        }
        if (!said.constant().isEmpty()) {
            boolean nothing = said.constant().equals(NOTHING) || form == Form.DISPLAY;
            return nothing ? List.of() : List.of(constant(form, said.constant()));
        }
        List<MessageView.Cell> cells = view.cells(said.path(), said.where());
        if (cells.stream().noneMatch(MessageView.Cell::isSaid)) {
            return null;
        }
        boolean valued = cells.stream().flatMap(c -> c.values().stream()).anyMatch(RawValue::isValued);
        if (said.join() != null && valued) {
            return form == Form.DISPLAY ? List.of() : List.of(joined(form, cells, said.join()));
        }
        List<String> values = new ArrayList<>();
        for (MessageView.Cell cell : cells) {
            if (said.lines() != null) {
                values.add(joined(form, List.of(cell), said.lines()));
            } else {
                Place place = place(cell, said);
                cell.values().stream()
                        .filter(RawValue::isValued)
                        .forEach(value -> values.addAll(one(form, value, said, place)));
            }
        }
        values.removeIf(v -> v.isEmpty() || v.equals(Forms.words("")));
        // a value that is not of its form states nothing that could be compared; a code without words states that there
        // are none
        return values.isEmpty() && valued && form != Form.DISPLAY ? null : values;
    }

    /** All values as lines of one text. Of bytes that are compared, an empty line is one too. */
    private static String joined(Form form, List<MessageView.Cell> cells, String separator) {
        List<String> lines = new ArrayList<>();
        for (MessageView.Cell cell : cells) {
            if (form == Form.SHA256 && cell.values().isEmpty()) {
                lines.add("");
            }
            cell.values().stream()
                    .filter(v -> form == Form.SHA256 || v.isValued())
                    .forEach(v -> lines.add(v.wholeText()));
        }
        String text = String.join(separator, lines);
        return switch (form) {
            case SHA256 -> Forms.sha256(text.getBytes(StandardCharsets.UTF_8));
            case VALUE -> Forms.words(text);
            default -> Forms.text(text);
        };
    }

    /** What stands beside the value: the name of its field, its unit and its type. */
    private record Place(String field, @Nullable RawValue unit, String type) {}

    private static Place place(MessageView.Cell cell, FieldStatement said) {
        List<RawValue> unit = said.unit().isEmpty() ? List.of() : cell.view().values(said.unit());
        List<RawValue> type = said.type().isEmpty() ? List.of() : cell.view().values(said.type());
        return new Place(
                cell.path().segment() + "-" + cell.path().field(),
                unit.isEmpty() ? null : unit.get(0),
                type.isEmpty() ? "" : type.get(0).text().trim());
    }

    private static String constant(Form form, String constant) {
        return form == Form.CONCEPT && !constant.contains("|") ? Forms.words(constant) : constant;
    }

    private List<String> one(Form form, RawValue value, FieldStatement said, Place place) {
        return switch (form) {
            case TEXT -> List.of(Forms.text(value.depth() == 0 ? value.wholeText() : value.text()));
            case CODE -> code(value, said);
            case CONCEPT -> concept(value, said, place.field());
            case DISPLAY ->
                place.type().isEmpty() || CODED.contains(place.type())
                        ? displays(value, said, place.field())
                        : List.of();
            case WORDS -> words(value);
            case NUMBER -> List.of(Forms.number(value.text()));
            case QUANTITY -> List.of(quantity(value, place));
            case VALUE -> ofType(value, said, place);
            case RANGE -> List.of(range(value.text(), place.unit()));
            case DATE -> List.of(SourceTimes.date(value.text()));
            case TIME -> List.of(times.time(value.text()));
            case TIMING -> TimingForms.of(value);
            case IDENTIFIER -> List.of(identifier(value, 4));
            case ENTITY -> List.of(entity(value));
            case NAME -> List.of(name(value));
            case PERSON -> person(value);
            case ORGANIZATION -> organization(value);
            case PLACE -> place(value);
            case TELECOM -> List.of(telecom(value));
            case ADDRESS -> List.of(address(value));
            case BOOLEAN ->
                List.of(
                        value.text().trim().equals("Y")
                                ? "true"
                                : value.text().trim().equals("N") ? "false" : "");
            case SHA256 -> List.of(sha256(value));
            case EXISTS -> List.of("true");
        };
    }

    private List<String> code(RawValue value, FieldStatement said) {
        String code = value.text().trim();
        if (said.vocabulary().isEmpty()) {
            return List.of(code);
        }
        String name = value.depth() == 0 ? value.part(3).text().trim() : "";
        String system = isLocal(name) ? "" : tables.system(name, code, "", "", sourceSystem);
        String translated = tables.translated(said.vocabulary(), system, code);
        if (translated.isEmpty()) {
            return said.keepUnknown() ? List.of(code) : List.of();
        }
        return List.of(translated.substring(translated.indexOf('|') + 1));
    }

    private List<String> concept(RawValue value, FieldStatement said, String field) {
        Set<String> codings = new LinkedHashSet<>();
        String translated = "";
        for (int[] components : CODES) {
            String code = part(value, components[0]);
            if (!code.isEmpty() && isCode(code)) {
                String name = part(value, components[2]);
                String system = system(value, components, said, field);
                codings.add(Forms.coding(system, code, part(value, components[3])));
                if (!said.vocabulary().isEmpty() && translated.isEmpty()) {
                    translated = tables.translated(said.vocabulary(), isLocal(name) ? "" : system, code);
                }
            }
        }
        if (codings.isEmpty()) {
            for (int component : new int[] {ORIGINAL_TEXT, 2, 5, 1, 4}) {
                String text = part(value, component);
                if (!text.isEmpty()) {
                    return List.of(Forms.words(text));
                }
            }
        }
        if (!translated.isEmpty()) {
            codings.add(translated);
        }
        String text = part(value, ORIGINAL_TEXT);
        if (!text.isEmpty()) {
            codings.add(Forms.saidText(text));
        }
        return List.copyOf(codings);
    }

    private String system(RawValue value, int[] components, FieldStatement said, String field) {
        String code = part(value, components[0]);
        String name = part(value, components[2]);
        String oid = part(value, components[4]);
        boolean named = !name.isEmpty() && !tables.known(name, code).isEmpty();
        return tables.system(named || !CodeTables.isOid(oid) ? name : oid, code, said.table(), field, sourceSystem);
    }

    private List<String> displays(RawValue value, FieldStatement said, String field) {
        Set<String> displays = new LinkedHashSet<>();
        for (int[] components : CODES) {
            String code = part(value, components[0]);
            String words = part(value, components[1]);
            if (!code.isEmpty() && isCode(code) && !words.isEmpty()) {
                displays.add(Forms.display(system(value, components, said, field), code, words));
            }
        }
        return List.copyOf(displays);
    }

    /** Whether no coding system is named: the code is the field's own. */
    private static boolean isLocal(String system) {
        return system.isEmpty() || system.equalsIgnoreCase("L");
    }

    private static boolean isCode(String text) {
        return !text.contains("  ") && text.chars().noneMatch(c -> c < ' ');
    }

    private static List<String> words(RawValue value) {
        Set<String> words = new LinkedHashSet<>();
        for (int component : new int[] {ORIGINAL_TEXT, 2, 5}) {
            String text = part(value, component);
            if (!text.isEmpty()) {
                words.add(Forms.text(text));
            }
        }
        return List.copyOf(words);
    }

    private static String part(RawValue value, int number) {
        return value.depth() > 1 && number > 1 ? "" : value.part(number).text().trim();
    }

    private String quantity(RawValue value, Place place) {
        String number = Forms.number(value.text());
        return number.isEmpty() ? "" : Forms.quantity("", number, unit(place.unit()));
    }

    /** The UCUM code of a unit and its words, or its words alone. */
    private String unit(@Nullable RawValue unit) {
        if (unit == null || !unit.isValued()) {
            return "";
        }
        String code = part(unit, 1);
        String words = part(unit, 2);
        String system = part(unit, 3);
        if (system.isEmpty() && Forms.UCUM.equals(tables.known(words, ""))) {
            system = words;
            words = "";
        }
        String uri = system.isEmpty() ? "" : tables.known(system, code);
        if (uri.equals(Forms.UCUM)) {
            String shown = words.isEmpty() ? code : words;
            return UcumCodes.isValid(code) ? Forms.unit(code, shown) : shown;
        }
        if (uri.isEmpty() && tables.hasVocabulary(UNITS)) {
            for (String word : new String[] {code, words}) {
                String ucum = word.isEmpty() ? "" : tables.translated(UNITS, "", word);
                if (!ucum.isEmpty()) {
                    return Forms.unit(ucum.substring(ucum.indexOf('|') + 1), words.isEmpty() ? code : words);
                }
            }
        }
        return words.isEmpty() ? code : words;
    }

    private List<String> ofType(RawValue value, FieldStatement said, Place place) {
        return switch (place.type()) {
            case "NM" -> {
                String quantity = quantity(value, place);
                yield List.of(quantity.isEmpty() ? Forms.words(value.wholeText()) : quantity);
            }
            case "SN" -> List.of(structured(value, place));
            case "NR" ->
                List.of(Forms.range(Forms.number(part(value, 1)), Forms.number(part(value, 2)), unit(place.unit())));
            case "CQ" ->
                List.of(Forms.quantity(
                        "",
                        Forms.number(part(value, 1)),
                        unit(value.part(2).isValued() ? deep(value.part(2)) : place.unit())));
            case "DT", "TS", "DTM" -> List.of(Forms.time(times.time(value.text())));
            case "TM" -> List.of(clock(value.text().trim()));
            case "DR" -> List.of(Forms.time(times.time(part(value, 1)) + "/" + times.time(part(value, 2))));
            default ->
                CODED.contains(place.type())
                        ? concept(value, said, place.field())
                        : List.of(Forms.words(value.wholeText()));
        };
    }

    /** A component read as a field of its own: its subcomponents are components. */
    private static RawValue deep(RawValue component) {
        RawMessage.Marks marks = component.marks();
        return new RawValue(component.raw().replace(marks.subcomponent(), marks.component()), marks, 0);
    }

    private static String clock(String text) {
        String digits = text.replaceAll("[.+-].*", "");
        return digits.matches("\\d{4}(\\d\\d)?")
                ? Forms.time(digits.substring(0, 2) + ":" + digits.substring(2, 4) + ":"
                        + (digits.length() > 4 ? digits.substring(4, 6) : "00"))
                : Forms.words(text);
    }

    /** HL7 v2.5.1 section 2.A.72. */
    private String structured(RawValue value, Place place) {
        String comparator = part(value, 1);
        String first = Forms.number(part(value, 2));
        String separator = part(value, 3);
        String second = Forms.number(part(value, 4));
        String unit = unit(place.unit());
        boolean compares = Set.of("", "=", "<", ">", "<=", ">=").contains(comparator);
        if (compares
                && !first.isEmpty()
                && separator.isEmpty()
                && part(value, 4).isEmpty()) {
            return Forms.quantity(comparator, first, unit);
        }
        if ((comparator.isEmpty() || comparator.equals("="))
                && separator.equals("-")
                && !first.isEmpty()
                && !second.isEmpty()) {
            return Forms.range(first, second, unit);
        }
        if (compares && (separator.equals(":") || separator.equals("/")) && !first.isEmpty() && !second.isEmpty()) {
            return "ratio:" + (comparator.equals("=") ? "" : comparator) + first + ":" + second;
        }
        return Forms.words(value.wholeText());
    }

    private String range(String text, @Nullable RawValue unit) {
        Matcher m = RANGE.matcher(text);
        Matcher bound = BOUND.matcher(text);
        if (m.matches()) {
            String low = Forms.number(m.group(1));
            String high = Forms.number(m.group(2));
            return low.isEmpty() || high.isEmpty() ? "" : Forms.range(low, high, unit(unit));
        } else if (bound.matches()) {
            String end = Forms.number(bound.group(2));
            boolean high = bound.group(1).startsWith("<");
            return end.isEmpty() ? "" : Forms.range(high ? "" : end, high ? end : "", unit(unit));
        }
        return "";
    }

    /** {@code system|value}; the authority is the component of this number. */
    private String identifier(RawValue value, int authority) {
        String id = part(value, 1);
        RawValue hd = value.depth() == 0 ? value.part(authority) : new RawValue("", value.marks(), 1);
        String system = CodeTables.authority(
                sender,
                sourceSystem,
                hd.part(1).text().trim(),
                hd.part(2).text().trim(),
                hd.part(3).text().trim());
        return id.isEmpty() ? "" : system + "|" + id;
    }

    /** The system that an assigning authority (HD) means; empty if none is named. */
    String authority(RawValue hd) {
        return authority(
                hd.part(1).text().trim(),
                hd.part(2).text().trim(),
                hd.part(3).text().trim());
    }

    String authority(String namespace, String universal, String type) {
        return CodeTables.authority(sender, sourceSystem, namespace, universal, type);
    }

    /** The system of this name, in a field such as {@code RXE-40}. */
    String system(String name, String code, String field) {
        return tables.system(name, code, "", field, sourceSystem);
    }

    /** EI: the authority's parts are components of their own. */
    private String entity(RawValue value) {
        String id = part(value, 1);
        String system = CodeTables.authority(sender, sourceSystem, part(value, 2), part(value, 3), part(value, 4));
        return id.isEmpty() ? "" : system + "|" + id;
    }

    private static String name(RawValue value) {
        return Forms.text(part(value, 1)) + ";" + Forms.text(part(value, 2) + " " + part(value, 3)) + ";"
                + Forms.text(part(value, 5)) + ";"
                + Forms.text(part(value, 4) + " " + part(value, 6) + " " + part(value, 14));
    }

    private static List<String> person(RawValue value) {
        String id = part(value, 1);
        String family = Forms.text(part(value, 2));
        String given = Forms.text(part(value, 3));
        if (!id.isEmpty()) {
            return List.of("id:" + id);
        }
        return family.isEmpty() && given.isEmpty() ? List.of() : List.of("name:" + family + "," + given);
    }

    private static List<String> organization(RawValue value) {
        String id = part(value, 10).isEmpty() ? part(value, 3) : part(value, 10);
        String name = Forms.text(part(value, 1));
        return !id.isEmpty() ? List.of("id:" + id) : name.isEmpty() ? List.of() : List.of("name:" + name);
    }

    private static List<String> place(RawValue value) {
        Set<String> levels = new LinkedHashSet<>();
        for (int component : new int[] {1, 2, 3, 4}) {
            String text = part(value, component);
            if (!text.isEmpty()) {
                levels.add("place:" + Forms.text(text));
            }
        }
        return List.copyOf(levels);
    }

    private static String telecom(RawValue value) {
        for (int component : new int[] {12, 1}) {
            if (!part(value, component).isEmpty()) {
                return Forms.bare(part(value, component));
            }
        }
        if (part(value, 7).isEmpty()) {
            return Forms.bare(part(value, 4));
        }
        StringBuilder number = new StringBuilder();
        for (int component : new int[] {5, 6, 7}) {
            number.append(part(value, component));
        }
        number.append(part(value, 8).isEmpty() ? "" : "x" + part(value, 8));
        return Forms.bare(number.toString());
    }

    private static String address(RawValue value) {
        StringBuilder address = new StringBuilder(Forms.bare(part(value, 1) + part(value, 2))).append(";;");
        for (int component : new int[] {3, 4, 5, 6}) {
            address.append(Forms.bare(part(value, component))).append(';');
        }
        return address.toString();
    }

    /** ED (HL7 v2.5.1 section 2.A.24): the data by its encoding; any other value: its text. */
    private static String sha256(RawValue value) {
        String encoding = part(value, 4);
        String data = value.depth() == 0 ? value.part(5).wholeText() : "";
        if (data.isEmpty() && !encoding.isEmpty()) {
            return "";
        } else if (data.isEmpty()) {
            return Forms.sha256(value.wholeText().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return switch (encoding.toUpperCase(java.util.Locale.ROOT)) {
                case "BASE64" -> Forms.sha256(Base64.getMimeDecoder().decode(data));
                case "HEX" ->
                    Forms.sha256(
                            HexFormat.of().parseHex(data.replaceAll("\\s", "").toLowerCase(java.util.Locale.ROOT)));
                default -> Forms.sha256(data.getBytes(StandardCharsets.UTF_8));
            };
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}

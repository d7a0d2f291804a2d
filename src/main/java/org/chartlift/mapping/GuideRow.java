package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.YamlNode;

/**
 * One row of the HL7 v2-to-FHIR guide, as {@code base/hl7v2/ig} states it.
 *
 * @param source segment or data type
 * @param field {@code PID-3} or {@code CX.1}
 * @param number the field's or component's number; 0 for the whole of a data type
 * @param element the element that the guide writes
 * @param reason why ours differs; empty if it does not, or if the rule says so itself
 * @param function name of the function that does it; empty if a rule does
 */
record GuideRow(String source, String field, int number, String element, String reason, String function) {
    /** The rows of all files, by name of file; faults are collected. */
    static List<GuideRow> read(Map<String, String> files, Faults faults) {
        List<GuideRow> rows = new ArrayList<>();
        files.forEach((name, text) -> {
            for (YamlNode document : YamlNode.read(name, text, faults)) {
                YamlNode list = document.get("rows");
                if (!document.has("guide") || list == null) {
                    faults.add(document, "a document of the guide has `guide:` and `rows:`");
                    continue;
                }
                list.items().forEach(row -> rows.add(row(document.text("guide"), row, faults)));
            }
        });
        return List.copyOf(rows);
    }

    private static GuideRow row(String source, YamlNode node, Faults faults) {
        List<YamlNode> parts = node.items();
        String field = parts.get(0).text();
        if (parts.size() < 2 || !field.matches(source + "([-.][0-9]+)?")) {
            faults.add(
                    node,
                    "a row is [" + source + "-1, Type.element] or [" + source
                            + "-1, Type.element, \"why ours differs\"]");
            return new GuideRow(source, field, 0, "", "", "");
        }
        YamlNode third = parts.size() > 2 ? parts.get(2) : null;
        String function = third == null || third.text("by") == null ? "" : third.text("by");
        int number = field.equals(source) ? 0 : Integer.parseInt(field.substring(source.length() + 1));
        return new GuideRow(source, field, number, parts.get(1).text(), third == null ? "" : third.text(), function);
    }

    /** Whether an element of ours is the one of the row, or stands below it. */
    boolean isWrittenBy(String ours) {
        String plain = ours.replaceAll("\\{[^}]*}", "");
        if (!plain.startsWith(element)) {
            return false;
        }
        if (plain.length() == element.length()) {
            return true;
        }
        char next = plain.charAt(element.length());
        // a choice: value is valueQuantity too
        return next == '.' || (next >= 'A' && next <= 'Z');
    }
}

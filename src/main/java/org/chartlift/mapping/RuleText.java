package org.chartlift.mapping;

import org.chartlift.mapping.rule.YamlNode;

/**
 * Where a rule stands and what it is made of, for people.
 *
 * @param id {@code map/rule}; the map's or message's own id for these
 * @param file name of its file below the folder of its set
 * @param line 1-based
 * @param function what stands behind {@code as:}; empty if nothing does
 * @param vocabulary name of its ConceptMap; empty if it has none
 * @param target element it writes to, as written; empty if it writes nothing
 */
public record RuleText(String id, String file, int line, String function, String vocabulary, String target) {
    static RuleText of(String id, YamlNode node) {
        String target = node.has("block") ? text(node, "block") : text(node, "to");
        return new RuleText(id, node.file(), node.line(), text(node, "as"), text(node, "vocab"), target);
    }

    private static String text(YamlNode node, String key) {
        String text = node.text(key);
        return text == null ? "" : text;
    }

    /** {@code file:line}. */
    public String location() {
        return file + ":" + line;
    }
}

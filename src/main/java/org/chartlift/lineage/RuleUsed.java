package org.chartlift.lineage;

import org.chartlift.mapping.MapSet;

/**
 * The rule that did it.
 *
 * @param id {@code map/rule}; empty if none is known
 * @param location {@code file:line} in the files of the map set; empty if unknown
 * @param function the function or data type map of its {@code as:}; empty if it has none
 * @param vocabulary the ConceptMap that it looks codes up in; empty if it has none
 */
public record RuleUsed(String id, String location, String function, String vocabulary) {
    static final RuleUsed NONE = new RuleUsed("", "", "", "");

    static RuleUsed of(MapSet maps, String id) {
        return maps.rule(id)
                .map(r -> new RuleUsed(id, r.location(), r.function(), r.vocabulary()))
                .orElse(new RuleUsed(id, "", "", ""));
    }
}

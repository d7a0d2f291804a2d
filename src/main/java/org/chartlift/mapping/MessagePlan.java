package org.chartlift.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.source.hl7v2.MessageGrammar;

/**
 * A compiled message file. Immutable.
 *
 * @param id its id
 * @param events {@code MSH-9.1^MSH-9.2} it is for
 * @param grammar its grammar, which says which group could hold which segment
 * @param chosen maps by {@code GROUP.SEG} or {@code SEG} where the message chooses
 * @param standard maps by segment where it does not
 */
record MessagePlan(
        String id,
        Set<String> events,
        MessageGrammar grammar,
        Map<String, List<MapPlan>> chosen,
        Map<String, List<MapPlan>> standard) {
    List<MapPlan> mapsFor(String group, String segment) {
        if (!chosen.isEmpty()) {
            List<MapPlan> here = group.isEmpty() ? null : chosen.get(group + "." + segment);
            here = here == null ? chosen.get(segment) : here;
            if (here != null) {
                return here;
            }
        }
        return standard.getOrDefault(segment, List.of());
    }

    boolean couldHold(String group, String segment) {
        return grammar.holds(group, segment);
    }
}

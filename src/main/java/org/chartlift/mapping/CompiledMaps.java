package org.chartlift.mapping;

import java.util.Map;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.CodingSystems;
import org.chartlift.mapping.identity.Senders;
import org.jspecify.annotations.Nullable;

/**
 * Everything a conversion needs of a map set. Immutable.
 *
 * @param messages by event, {@code MSH-9.1^MSH-9.2}
 * @param maps by id
 * @param texts where each rule, map and message stands, by id
 */
record CompiledMaps(
        Map<String, MessagePlan> messages,
        Map<String, MapPlan> maps,
        Map<String, CodeMap> vocabularies,
        CodingSystems systems,
        Senders senders,
        Map<String, RuleText> texts,
        String digest) {
    /**
     * The message plan for an event; {@code ORU^} also answers for a message that writes only {@code ORU}, and {@code ACK^*} for every event of the
     * type that no other message names.
     */
    @Nullable
    MessagePlan message(String event) {
        MessagePlan found = messages.get(event);
        int type = event.indexOf('^');
        if (found != null || type < 0) {
            return found;
        }
        return messages.get(type == event.length() - 1 ? event.substring(0, type) : event.substring(0, type) + "^*");
    }
}

package org.chartlift.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.chartlift.rollback.merge.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with one resource.
 *
 * @param action what
 * @param why a word; empty where the action says all
 * @param content what it will be; null if it will be deleted, or stays so
 * @param writes whether that is not what it is
 * @param conflicts what a person has to look at; all three sides in full
 */
record Verdict(Action action, String why, @Nullable ObjectNode content, boolean writes, List<Conflict> conflicts) {
    static Verdict stays(Action action, String why, @Nullable ObjectNode content) {
        return new Verdict(action, why, content, false, List.of());
    }

    /** The resource as a whole cannot be taken back and stays as it is. */
    static Verdict refused(String why, String type, JsonNode base, JsonNode ours, JsonNode current) {
        return new Verdict(
                Action.CONFLICT,
                why,
                current instanceof ObjectNode content ? content : null,
                false,
                List.of(new Conflict(type, base, ours, current)));
    }
}

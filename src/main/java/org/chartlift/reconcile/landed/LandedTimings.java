package org.chartlift.reconcile.landed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.reconcile.fact.Forms;

/** How often and when by {@code Timing.repeat}. */
final class LandedTimings {
    private LandedTimings() {}

    static List<String> of(JsonNode repeat) {
        List<String> said = new ArrayList<>();
        if (repeat.has("frequency") || repeat.has("period")) {
            said.add(Forms.often(
                    Forms.number(repeat.path("frequency").asText()),
                    Forms.number(repeat.path("period").asText()),
                    repeat.path("periodUnit").asText()));
        }
        repeat.path("timeOfDay").forEach(t -> said.add(Forms.hour(t.asText())));
        repeat.path("dayOfWeek").forEach(d -> said.add(Forms.tied(d.asText())));
        repeat.path("when").forEach(w -> said.add(Forms.tied(w.asText())));
        return said;
    }
}

package org.chartlift.rollback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Binary;

/**
 * A plan for people and programs: NDJSON, one line a resource, those first that a person should look at. Holds no value of a patient. Bounded: what does not
 * fit stands in the ledger, and the last line says so.
 */
final class PlanReport {
    private static final String CONTENT_TYPE = "application/x-ndjson";
    private static final int MOST_BYTES = 32 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Action> ORDER = List.of(
            Action.CONFLICT, Action.HELD, Action.KEEP, Action.MERGE, Action.RESTORE, Action.DELETE, Action.UNTOUCHED);

    private PlanReport() {}

    static Binary of(Rollback rollback, ItemLedger items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean whole = true;
        for (Action action : ORDER) {
            long behind = -1;
            List<Item> page = items.page(rollback.id(), "action = '" + action.word() + "'", behind);
            while (!page.isEmpty() && out.size() < MOST_BYTES) {
                page.forEach(item -> line(out, line(item)));
                behind = page.get(page.size() - 1).seq();
                page = items.page(rollback.id(), "action = '" + action.word() + "'", behind);
            }
            whole &= page.isEmpty();
        }
        if (!whole) {
            line(out, Map.of("cut", "The plan is cut here; the ledger has the rest."));
        }
        Binary binary = new Binary().setContentType(CONTENT_TYPE).setData(out.toByteArray());
        binary.setId(rollback.planId());
        return binary;
    }

    private static Map<String, Object> line(Item item) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("resource", item.reference());
        line.put("action", Objects.requireNonNull(item.action()).word());
        if (!item.why().isEmpty()) {
            line.put("why", item.why());
        }
        line.put("version", item.current());
        if (item.base() != null) {
            line.put("restores", item.base());
        }
        return line;
    }

    private static void line(ByteArrayOutputStream out, Map<String, ?> line) {
        try {
            out.writeBytes(JSON.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line holds plain values", e);
        }
    }
}

package org.chartlift.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.chartlift.record.Finding;

/** Findings as a JSON array of objects named like the record's components. */
final class FindingsJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingsJson() {}

    static String of(List<Finding> findings) {
        try {
            return JSON.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings are plain values", e);
        }
    }

    static List<Finding> parse(String json) {
        try {
            return List.of(JSON.readValue(json, Finding[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings were written by this class", e);
        }
    }
}

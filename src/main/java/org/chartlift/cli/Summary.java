package org.chartlift.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.mapping.LeafOutcome;
import org.chartlift.record.Outcome;

/** What a conversion of files came to. Used by one thread. */
final class Summary {
    private int files;
    private int records;
    private int converted;
    private int quarantined;
    private final List<Map<String, String>> excluded = new ArrayList<>();
    private final List<Map<String, String>> findings = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final long[] leaves = new long[Outcome.values().length];

    void file() {
        files++;
    }

    void excluded(String file, String reason) {
        excluded.add(Map.of("file", file, "reason", reason));
    }

    void finding(String file, String rule, String message) {
        Map<String, String> finding = new LinkedHashMap<>();
        finding.put("file", file);
        finding.put("rule", rule);
        finding.put("message", message);
        findings.add(finding);
    }

    void converted(List<LeafOutcome> outcomes) {
        records++;
        converted++;
        count(outcomes);
    }

    void quarantined(List<LeafOutcome> outcomes, String reason) {
        records++;
        quarantined++;
        reasons.merge(reason, 1, Integer::sum);
        count(outcomes);
    }

    private void count(List<LeafOutcome> outcomes) {
        outcomes.forEach(o -> leaves[o.outcome().ordinal()]++);
    }

    /** One line of JSON. */
    String json(String mapDigest) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("files", files);
        all.put("records", records);
        all.put("converted", converted);
        all.put("quarantined", quarantined);
        all.put("reasons", reasons);
        all.put("excluded", excluded);
        all.put("findings", findings);
        Map<String, Long> byOutcome = new LinkedHashMap<>();
        long total = 0;
        for (Outcome o : Outcome.values()) {
            byOutcome.put(o.word(), leaves[o.ordinal()]);
            total += leaves[o.ordinal()];
        }
        all.put("leafCount", total);
        all.put("leaves", byOutcome);
        all.put("mapDigest", mapDigest);
        try {
            return new ObjectMapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers, lists and maps are always JSON", e);
        }
    }
}

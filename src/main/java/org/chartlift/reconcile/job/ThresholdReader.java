package org.chartlift.reconcile.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.job.Thresholds.Layer;
import org.chartlift.reconcile.job.Thresholds.Threshold;
import org.chartlift.record.Severity;

/** Reads thresholds strictly and collects all faults. For one thread. */
final class ThresholdReader {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));
    private static final BigDecimal MOST = BigDecimal.valueOf(100);
    private static final String ROOT = "thresholds";
    private static final Set<String> TOP = Set.of("classes", "checks");
    private static final Set<String> ENTRY = Set.of("percent", "reason");

    private final Map<Severity, Threshold> classes;
    private final Map<String, Threshold> checks;
    private final List<String> faults = new ArrayList<>();

    ThresholdReader(Map<Severity, Threshold> classes, Map<String, Threshold> checks) {
        this.classes = classes;
        this.checks = checks;
    }

    void read(Layer layer) {
        try {
            JsonNode file = YAML.readTree(layer.text());
            JsonNode root = file.path(ROOT);
            if (!root.isObject()) {
                fault(layer, "has no map " + ROOT + " of classes and checks");
                return;
            }
            onlyKnown(layer, "", file, Set.of(ROOT));
            onlyKnown(layer, ROOT + ".", root, TOP);
            entries(layer, root.path("classes"), "classes", true);
            entries(layer, root.path("checks"), "checks", false);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            fault(layer, "is not YAML" + (at == null ? "" : " at line " + at.getLineNr()));
        }
    }

    private void entries(Layer layer, JsonNode map, String what, boolean byClass) {
        if (map.isMissingNode()) {
            return;
        }
        if (!map.isObject()) {
            fault(layer, what + " is not a map");
            return;
        }
        map.fields().forEachRemaining(e -> {
            String where = what + "." + e.getKey();
            Threshold threshold = threshold(layer, where, e.getValue());
            if (byClass && !List.of("A", "B", "C").contains(e.getKey())) {
                fault(layer, where + " is no class: A, B or C");
            } else if (byClass && threshold != null) {
                classes.put(Severity.valueOf(e.getKey()), threshold);
            } else if (threshold != null) {
                checks.put(e.getKey(), threshold);
            }
        });
    }

    private @org.jspecify.annotations.Nullable Threshold threshold(Layer layer, String where, JsonNode entry) {
        if (!entry.isObject()) {
            fault(layer, where + " has no percent and reason");
            return null;
        }
        onlyKnown(layer, where + ".", entry, ENTRY);
        JsonNode percent = entry.path("percent");
        String reason = entry.path("reason").asText("").strip();
        if (reason.isEmpty()) {
            fault(layer, where + " has no reason");
        }
        if (!percent.isNumber()) {
            fault(layer, where + ".percent is not a number");
            return null;
        }
        BigDecimal value = new BigDecimal(percent.asText());
        if (value.signum() < 0 || value.compareTo(MOST) > 0) {
            fault(layer, where + ".percent is not between 0 and 100");
        }
        return new Threshold(value, reason);
    }

    private void onlyKnown(Layer layer, String where, JsonNode map, Set<String> known) {
        map.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(layer, where + name + " is not known");
            }
        });
    }

    private void fault(Layer layer, String what) {
        faults.add(layer.file() + ": " + what);
    }

    /** Throws what was found. */
    void finish() {
        for (Severity severity : Severity.values()) {
            if (!classes.containsKey(severity)) {
                faults.add("no threshold for class " + severity);
            }
        }
        if (!faults.isEmpty()) {
            throw new ThresholdsUnusableException(faults);
        }
    }
}

package org.chartlift.reconcile.job;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chartlift.reconcile.Check;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;

/**
 * How many of the facts must be right, by class of check and, where a site has a reason, by check. Read from {@code thresholds.yaml}, layer over layer. Immutable.
 */
public final class Thresholds {
    private final Map<Severity, Threshold> classes;
    private final Map<String, Threshold> checks;
    private final List<Layer> layers;
    private final String digest;

    private Thresholds(
            Map<Severity, Threshold> classes, Map<String, Threshold> checks, List<Layer> layers, String digest) {
        this.layers = List.copyOf(layers);
        this.classes = Map.copyOf(classes);
        this.checks = Map.copyOf(checks);
        this.digest = digest;
    }

    /**
     * A threshold.
     *
     * @param percent that must be right, 0 to 100
     * @param reason why
     */
    record Threshold(BigDecimal percent, String reason) {}

    /**
     * One layer of thresholds.
     *
     * @param file where it is from
     * @param text the file's text
     */
    public record Layer(String file, String text) {}

    /**
     * Reads layers, of which later ones weigh more.
     *
     * @throws ThresholdsUnusableException with all faults, if a file has any or a class is left without a threshold
     */
    public static Thresholds of(List<Layer> layers) {
        Map<Severity, Threshold> classes = new EnumMap<>(Severity.class);
        Map<String, Threshold> checks = new HashMap<>();
        ThresholdReader reader = new ThresholdReader(classes, checks);
        layers.forEach(reader::read);
        reader.finish();
        String all = layers.stream().map(l -> l.file() + '\n' + l.text()).reduce("", (a, b) -> a + b + '\0');
        return new Thresholds(
                classes,
                checks,
                layers,
                ContentHash.of(all.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .hex());
    }

    /** What is asked of a check. */
    Threshold of(Check check) {
        Threshold own = checks.get(check.name());
        return own == null ? Objects.requireNonNull(classes.get(check.severity())) : own;
    }

    List<Layer> layers() {
        return layers;
    }

    /** SHA-256 over the layers. */
    public String digest() {
        return digest;
    }
}

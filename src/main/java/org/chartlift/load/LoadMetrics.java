package org.chartlift.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import org.chartlift.ledger.WriteLedger.CoverageKey;
import org.chartlift.ledger.WriteLedger.Write;
import org.chartlift.record.Disposition;

/**
 * Counters of the load: {@code chartlift.records} by disposition, {@code chartlift.resources} by operation, {@code chartlift.leaves} by outcome,
 * {@code chartlift.units} by result and {@code chartlift.unit.time}. They count what was committed, once, and never hold a value
 * of a patient. The account of a run is not taken from them.
 */
public final class LoadMetrics {
    private final MeterRegistry registry;
    private final Timer unitTime;

    public LoadMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.unitTime = Timer.builder("chartlift.unit.time")
                .description("Time of one unit's database transaction")
                .register(registry);
        for (Disposition d : Disposition.values()) {
            records(d, 0);
        }
    }

    /** Records that got this disposition. */
    public void records(Disposition disposition, long count) {
        registry.counter("chartlift.records", "disposition", disposition.word()).increment(count);
    }

    void written(List<Write> writes) {
        for (Write write : writes) {
            registry.counter("chartlift.resources", "op", write.op().name().toLowerCase(java.util.Locale.ROOT))
                    .increment();
        }
    }

    /** Leaves by outcome, at the end of conversion. */
    public void leaves(Map<CoverageKey, Long> counts) {
        counts.forEach((key, n) ->
                registry.counter("chartlift.leaves", "outcome", key.outcome()).increment(n));
    }

    void unit(String result) {
        registry.counter("chartlift.units", "result", result).increment();
    }

    Timer unitTime() {
        return unitTime;
    }
}

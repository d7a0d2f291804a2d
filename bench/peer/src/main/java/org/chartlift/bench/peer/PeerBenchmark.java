package org.chartlift.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.chartlift.bench.Messages;
import org.chartlift.bench.WarmUp;
import org.hl7.fhir.r4.model.Bundle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message, from String (decoded before, at no charge) to Bundle object. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeerBenchmark {
    @Param({"ADT", "ORU", "VXU", "MDM"})
    public String kind;

    /** Kept so that the warm-up cannot be optimised away. */
    public Object warmed = "";

    private Messages messages;
    private String[] texts;
    private PeerConverter converter;

    @Setup
    public void load() throws IOException {
        messages = Messages.of(kind);
        texts = new String[messages.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new String(messages.get(i), StandardCharsets.UTF_8);
        }
        converter = new PeerConverter();
        warmed = WarmUp.run(this::convert);
    }

    @Benchmark
    public Bundle convert() {
        return converter.convert(texts[messages.nextIndex()]);
    }
}

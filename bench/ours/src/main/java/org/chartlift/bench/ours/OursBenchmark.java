package org.chartlift.bench.ours;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.chartlift.bench.Messages;
import org.chartlift.bench.WarmUp;
import org.chartlift.mapping.Conversion;
import org.chartlift.source.UnreadableRecordException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message, from bytes to resources with leaf outcomes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OursBenchmark {
    @Param({"ADT", "ORU", "VXU", "MDM"})
    public String kind;

    /** Kept so that the warm-up cannot be optimised away. */
    public Object warmed = "";

    private Messages messages;
    private OurConverter converter;

    @Setup
    public void load() throws IOException {
        messages = Messages.of(kind);
        converter = new OurConverter();
        warmed = WarmUp.run(this::convert);
    }

    @Benchmark
    public Conversion convert() throws UnreadableRecordException {
        return converter.convert(messages.get(messages.nextIndex()));
    }
}

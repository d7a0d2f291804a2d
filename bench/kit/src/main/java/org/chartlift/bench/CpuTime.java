package org.chartlift.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time for each operation: {@code cpu} of the whole JVM, garbage collector and compiler included, {@code cpu.java} of Java threads alone, which
 * tells whether the compiler was still at work. Unlike elapsed time neither grows when others use the machine.
 */
public final class CpuTime implements InternalProfiler {
    private static final double NANOS_A_MICRO = 1_000;
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long before;
    private long javaBefore;

    @Override
    public String getDescription() {
        return "CPU time of the process per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = system.getProcessCpuTime();
        javaBefore = javaTime();
    }

    private long javaTime() {
        return LongStream.of(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long spent = system.getProcessCpuTime() - before;
        long javaSpent = javaTime() - javaBefore;
        double operations = NANOS_A_MICRO * Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                new ScalarResult("cpu", spent / operations, "us/op", AggregationPolicy.AVG),
                new ScalarResult("cpu.java", javaSpent / operations, "us/op", AggregationPolicy.AVG));
    }
}

package org.chartlift.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;

/**
 * Warms a side up by CPU time of the calling thread: the same for both sides, and enough on a machine that others use too, where seconds of the clock
 * would say nothing. System property {@code bench.warmup}: seconds, 40 if absent.
 */
public final class WarmUp {
    private static final double NANOS = 1e9;

    private WarmUp() {}

    /** Repeats the work; answers its last result, so that no compiler can leave it out. */
    public static Object run(Callable<?> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double end = threads.getCurrentThreadCpuTime() + Double.parseDouble(System.getProperty("bench.warmup", "40")) * NANOS;
        Object last = "";
        try {
            while (threads.getCurrentThreadCpuTime() < end) {
                last = work.call();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a message of the benchmark does not convert", e);
        }
        return last;
    }
}

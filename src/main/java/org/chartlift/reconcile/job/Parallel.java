package org.chartlift.reconcile.job;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A few threads over a bounded queue: who produces waits when they are behind. */
final class Parallel {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Parallel() {}

    /** Has every piece done, and returns when all are; the first exception ends the work and is thrown. */
    static <T> void run(int count, Iterator<T> work, Consumer<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(count, r -> {
            Thread thread = new Thread(r, "chartlift-reconcile-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Semaphore places = new Semaphore(count * 2);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try {
            while (failure.get() == null && work.hasNext()) {
                T piece = work.next();
                places.acquire();
                threads.execute(() -> guarded(task, piece, places, failure));
            }
            threads.shutdown();
            while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedComparisonException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
        rethrow(failure.get());
    }

    private static <T> void guarded(
            Consumer<T> task, T piece, Semaphore places, AtomicReference<@Nullable Throwable> failure) {
        try {
            if (failure.get() == null) {
                task.accept(piece);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            places.release();
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}

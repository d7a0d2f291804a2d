package org.chartlift.load;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A few threads over a bounded queue: the producer waits when they are behind. */
public final class Workers {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Workers() {}

    /**
     * Has every piece of work done, and returns when all of it is. The first exception of a worker ends it and is thrown.
     *
     * @param count number of threads
     * @param work pieces, taken from the iterator on the calling thread
     * @param task called by several threads
     * @param <W> what a piece is
     */
    public static <W> void run(int count, Iterator<W> work, Consumer<W> task) {
        ExecutorService threads = Executors.newFixedThreadPool(count, r -> {
            Thread thread = new Thread(r, "chartlift-worker-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Semaphore places = new Semaphore(count * 2);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try {
            while (failure.get() == null && work.hasNext()) {
                W piece = work.next();
                places.acquire();
                threads.execute(() -> guarded(task, piece, places, failure));
            }
            threads.shutdown();
            while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadInterruptedException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
        rethrow(failure.get());
    }

    private static <W> void guarded(
            Consumer<W> task, W piece, Semaphore places, AtomicReference<@Nullable Throwable> failure) {
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

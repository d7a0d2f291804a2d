package org.chartlift.load;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Does something to many things at once and finds the bad ones among them: what was in somebody's way is tried again a few times,
 * what fails is halved until one is left. For one thread.
 */
final class Bisection<T> {
    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MILLIS = 25;

    private final LoadMetrics metrics;
    private final LoadRun load;
    private final Attempt<T> attempt;
    private final Refusal<T> refusal;

    Bisection(LoadMetrics metrics, LoadRun load, Attempt<T> attempt, Refusal<T> refusal) {
        this.metrics = metrics;
        this.load = load;
        this.attempt = attempt;
        this.refusal = refusal;
    }

    /** All or nothing of what it does; answers what is still to be done, because others turned out bad on the way. */
    interface Attempt<T> {
        List<T> of(List<T> things);
    }

    /** Told of each thing that fails alone. */
    interface Refusal<T> {
        void refused(T thing, Throwable cause);
    }

    /**
     * Does it, unless the run is stopped.
     *
     * @throws LoadInterruptedException if the cause lies in none of the things
     */
    void run(List<T> things) {
        List<T> rest = things;
        int tried = 1;
        while (!rest.isEmpty() && !load.isStopped()) {
            try {
                rest = attempt.of(rest);
                tried = 1;
            } catch (LoadInterruptedException e) {
                throw e;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                Failure failure = Failure.of(e);
                if (failure == Failure.INFRASTRUCTURE) {
                    throw new LoadInterruptedException("the database cannot be used", e);
                }
                if (failure == Failure.RETRY && tried < ATTEMPTS) {
                    pause(tried++);
                } else {
                    refused(rest, e);
                    return;
                }
            }
        }
    }

    /** Does it in units of at most this size, in order. */
    void runAll(List<T> things, int size) {
        for (int from = 0; from < things.size(); from += size) {
            run(things.subList(from, Math.min(things.size(), from + size)));
        }
    }

    private void refused(List<T> things, Throwable cause) {
        if (things.size() > 1) {
            halve(things);
        } else {
            refusal.refused(things.get(0), cause);
        }
    }

    /** Does the two halves apart, in order. */
    void halve(List<T> things) {
        metrics.unit("bisected");
        int half = things.size() / 2;
        run(things.subList(0, half));
        run(things.subList(half, things.size()));
    }

    private void pause(int tried) {
        metrics.unit("retried");
        try {
            long limit = FIRST_PAUSE_MILLIS << tried;
            Thread.sleep(limit / 2 + ThreadLocalRandom.current().nextLong(limit / 2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadInterruptedException("interrupted", e);
        }
    }
}

package org.chartlift.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.chartlift.load.VocabularyLoader;
import org.chartlift.mapping.MapSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Loads the vocabulary of the maps when the server is ready, and again when maps are compiled anew, on a thread of its own: nobody waits for it. Safe for use by
 * several threads.
 */
final class Vocabulary implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Vocabulary.class);
    private static final long CLOSE_SECONDS = 30;

    private final VocabularyLoader loader;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
        Thread t = new Thread(r, "chartlift-vocabulary");
        t.setDaemon(true);
        return t;
    });

    Vocabulary(VocabularyLoader loader) {
        this.loader = loader;
    }

    /** Loads the vocabulary of these maps some time soon; not any more if the server is stopping. */
    Future<?> load(MapSet maps) {
        try {
            return thread.submit(() -> loadNow(maps));
        } catch (RejectedExecutionException stopping) {
            // the server ends while its maps were still being compiled; the next start loads them
            return CompletableFuture.completedFuture(null);
        }
    }

    private void loadNow(MapSet maps) {
        Instant began = Instant.now();
        try {
            int written = loader.load(maps.conceptMaps());
            if (written > 0) {
                LOG.info(
                        "vocabulary: {} of {} ConceptMaps written in {} ms",
                        written,
                        maps.conceptMaps().size(),
                        Duration.between(began, Instant.now()).toMillis());
            }
        } catch (RuntimeException e) {
            // conversion does not need it; the next start, and the next change of maps, try again
            LOG.warn("the vocabulary could not be loaded: {}", e.getClass().getName());
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("the vocabulary was still being loaded when the server stopped");
        }
    }
}

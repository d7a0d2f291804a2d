package org.chartlift.interceptor;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chartlift.audit.AuditEventBuilder;
import org.chartlift.audit.Refusal;
import org.hl7.fhir.r4.model.AuditEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Writes the AuditEvents of refused attempts, each in a transaction of its own, on one thread of its own.
 *
 * <p>Why a thread: an attempt is known to have failed while its transaction still holds a connection. To take a second one
 * from the same pool then would deadlock a pool whose every connection belongs to a failing request. The caller waits a
 * short while, so that the event is usually there before the answer, and goes on if the pool is exhausted.
 */
final class RefusalLog implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int QUEUE_LENGTH = 10_000;
    private static final long WAIT_MILLIS = 2_000;
    private static final long CLOSE_SECONDS = 10;

    private final DaoRegistry daos;
    private final AuditEventBuilder builder = new AuditEventBuilder();
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_LENGTH), RefusalLog::newThread);

    RefusalLog(DaoRegistry daos) {
        this.daos = daos;
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "chartlift-refusals");
        thread.setDaemon(true);
        return thread;
    }

    /** Writes the event; never throws, because the attempt has failed for a reason of its own. */
    void write(Refusal refusal) {
        try {
            await(writer.submit(() -> store(refusal)));
        } catch (RejectedExecutionException e) {
            LOG.error("A refused attempt is not audited, {} are waiting: {}", QUEUE_LENGTH, refusal.reason(), e);
        }
    }

    private static void await(Future<?> stored) {
        try {
            stored.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The AuditEvent of a refused attempt is written later: no connection within {} ms", WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("store() handles its own failures", e);
        }
    }

    private void store(Refusal refusal) {
        try {
            SystemRequestDetails request = new SystemRequestDetails();
            request.setRequestId(refusal.caller().requestId());
            AuditEvent event = builder.refused(refusal);
            Evidence.mark(event);
            daos.getResourceDao(AuditEvent.class).create(event, request);
        } catch (RuntimeException e) {
            LOG.error("A refused attempt is not audited: {}", refusal.reason(), e);
        }
    }

    /** Writes what is waiting, then stops. */
    @Override
    public void destroy() throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.error(
                    "{} refused attempts are not audited: the server stops",
                    writer.getQueue().size());
            writer.shutdownNow();
        }
    }
}

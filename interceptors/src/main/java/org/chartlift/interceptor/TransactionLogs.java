package org.chartlift.interceptor;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import org.chartlift.audit.Refusal;
import org.chartlift.audit.VersionTracker;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Opens {@link TransactionLog}s, and takes refusals wherever they happen. */
final class TransactionLogs {
    private final Evidence evidence;
    private final RefusalLog refusals;
    private final Clock clock;
    private final VersionTracker tracker;

    TransactionLogs(Evidence evidence, RefusalLog refusals, Clock clock, VersionTracker tracker) {
        this.evidence = evidence;
        this.refusals = refusals;
        this.clock = clock;
        this.tracker = tracker;
    }

    /**
     * The log of the calling thread's transaction, opened if need be.
     *
     * @throws IllegalStateException without a transaction: a write that cannot be audited must not happen
     */
    TransactionLog open(@Nullable RequestDetails request) {
        return TransactionLog.current().orElseGet(() -> {
            if (!inTransaction()) {
                throw new IllegalStateException("a resource is written outside of a transaction");
            }
            TransactionLog log = new TransactionLog(evidence, refusals, clock, tracker, request);
            log.bind();
            return log;
        });
    }

    /**
     * To be called just before a hook throws. In a transaction the event is written when that has rolled back; else at once.
     *
     * @param reason rule names, never a value of a patient
     */
    void refuse(@Nullable RequestDetails request, String reason) {
        if (inTransaction()) {
            open(request).refuse(reason);
        } else {
            refusals.write(new Refusal(
                    clock.instant(), Callers.of(request), Callers.interaction(request), false, "refused: " + reason));
        }
    }

    private static boolean inTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive();
    }
}

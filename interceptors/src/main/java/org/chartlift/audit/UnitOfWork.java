package org.chartlift.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.chartlift.record.SourceRef;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Says on whose behalf, and out of which source records, a database transaction writes. The audit hook reads it when the
 * transaction is about to commit. A transaction without one is an ordinary request: requester and request id then come
 * from the request, and nothing is said about source records.
 *
 * <pre>{@code
 * hapiTransactionService.withRequest(request).execute(() -> {
 *     unit.bindToTransaction();
 *     systemDao.transactionNested(request, bundle);
 *     ledger.insert(rows);
 * });
 * }</pre>
 *
 * @param run id of the run, as the run's Task has it; empty if there is none
 * @param sources the source records that what is written was made from, in source order; may be empty
 * @param policy {@code canonical|hash} of the map set that made the resources; empty if no map was used
 * @param requester who asked for it, as the audit trail shall name them; empty to take it from the request
 * @param requestId {@code X-Request-Id} of the call that caused the write; empty to take it from the request
 * @param patient {@code Patient/id} whose record it is, added to the patients that the resources name; may be empty
 * @param validated whether every resource was validated with these same rules before the transaction, so that the
 *     validating hook need not do it again
 * @param restoration what is taken back to; null if nothing is
 */
public record UnitOfWork(
        String run,
        List<SourceRef> sources,
        String policy,
        String requester,
        String requestId,
        String patient,
        boolean validated,
        @Nullable Restoration restoration) {
    private static final Object KEY = UnitOfWork.class;

    public UnitOfWork {
        Objects.requireNonNull(run);
        sources = List.copyOf(sources);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(requester);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(patient);
    }

    /** A unit that takes nothing back. */
    public UnitOfWork(
            String run,
            List<SourceRef> sources,
            String policy,
            String requester,
            String requestId,
            String patient,
            boolean validated) {
        this(run, sources, policy, requester, requestId, patient, validated, null);
    }

    /**
     * Earlier states are taken back to.
     *
     * @param versions the versions whose content returns, {@code Type/id/_history/version}; none for what did not exist
     */
    public record Restoration(List<String> versions) {
        public Restoration {
            versions = List.copyOf(versions);
        }
    }

    /**
     * Binds this unit to the calling thread's open Spring transaction, before anything is written in it. It is unbound
     * when that transaction completes, whichever way, and is not seen by a transaction that interrupts it
     * ({@code REQUIRES_NEW}). A transaction that is tried again must bind again.
     *
     * @throws IllegalStateException without an open transaction, or if it has a unit already
     */
    public void bindToTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("a unit of work needs an open transaction");
        }
        TransactionMark.bind(KEY, this);
    }

    /** The unit that is bound to the calling thread's transaction. */
    public static Optional<UnitOfWork> current() {
        return Optional.ofNullable((UnitOfWork) TransactionSynchronizationManager.getResource(KEY));
    }
}

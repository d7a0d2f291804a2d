package org.chartlift.audit;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Says that the Binaries of a database transaction are the server's own work, such as the report of a run, and no documents of
 * patients. Such a transaction leaves no evidence, unless it writes something clinical beside them. Only code of the server can
 * say so, never a request.
 */
public final class OperationalWork {
    private static final Object KEY = OperationalWork.class;

    private OperationalWork() {}

    /**
     * Marks the calling thread's open Spring transaction until it completes.
     *
     * @throws IllegalStateException without an open transaction
     */
    public static void bindToTransaction() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("operational work needs an open transaction");
        }
        TransactionMark.bind(KEY, KEY);
    }

    /** Whether the calling thread's transaction is marked. */
    public static boolean isBound() {
        return TransactionSynchronizationManager.hasResource(KEY);
    }
}

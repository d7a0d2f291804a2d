package org.chartlift.audit;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Ties a value to the calling thread's open Spring transaction, and to no other: a transaction that suspends it does not see the value. Stateless. */
public final class TransactionMark {
    private TransactionMark() {}

    /**
     * Binds until the transaction completes.
     *
     * @param key asked for with {@link TransactionSynchronizationManager#getResource}
     * @param value what stands under it
     * @throws IllegalStateException without an open transaction, or if it has a value under the key already
     */
    public static void bind(Object key, Object value) {
        TransactionSynchronizationManager.bindResource(key, value);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void suspend() {
                TransactionSynchronizationManager.unbindResource(key);
            }

            @Override
            public void resume() {
                TransactionSynchronizationManager.bindResource(key, value);
            }

            @Override
            public void afterCompletion(int status) {
                TransactionSynchronizationManager.unbindResourceIfPossible(key);
            }
        });
    }
}

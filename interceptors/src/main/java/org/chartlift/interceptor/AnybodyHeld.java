package org.chartlift.interceptor;

import org.chartlift.interceptor.hold.Holds;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Whether anybody is held, asked once for each transaction: nearly always nobody is, and a load writes many resources. A hold that comes into force while a
 * transaction is on its way came after it.
 */
final class AnybodyHeld implements TransactionSynchronization {
    private static final Object KEY = AnybodyHeld.class;

    private final boolean answer;

    private AnybodyHeld(boolean answer) {
        this.answer = answer;
    }

    static boolean ask(Holds holds) {
        if (TransactionSynchronizationManager.getResource(KEY) instanceof AnybodyHeld known) {
            return known.answer;
        }
        boolean held = holds.isAnybodyHeld();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            AnybodyHeld asked = new AnybodyHeld(held);
            TransactionSynchronizationManager.bindResource(KEY, asked);
            TransactionSynchronizationManager.registerSynchronization(asked);
        }
        return held;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(KEY);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(KEY, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }
}

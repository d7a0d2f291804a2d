package org.chartlift.interceptor;

import org.chartlift.audit.TransactionMark;
import org.chartlift.interceptor.hold.Holds;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Whether anybody is held, asked once for each transaction: nearly always nobody is, and a load writes many resources. A hold that comes into force while a
 * transaction is on its way came after it.
 */
final class AnybodyHeld {
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
            TransactionMark.bind(KEY, new AnybodyHeld(held));
        }
        return held;
    }
}

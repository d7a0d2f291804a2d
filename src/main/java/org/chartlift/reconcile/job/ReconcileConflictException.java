package org.chartlift.reconcile.job;

/** What was asked for cannot be done now: a run or another comparison of the source system is on its way, or the request id stands for another request. */
public final class ReconcileConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReconcileConflictException(String message) {
        super(message);
    }
}

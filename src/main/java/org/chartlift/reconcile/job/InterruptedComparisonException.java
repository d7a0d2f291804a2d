package org.chartlift.reconcile.job;

/** The comparison could not go on, for example because the server is stopping; the same call goes on from there. */
public final class InterruptedComparisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedComparisonException(String message, Throwable cause) {
        super(message, cause);
    }
}

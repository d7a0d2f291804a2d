package org.chartlift.reconcile.job;

/** What was asked for makes no sense for what is there. */
public final class ReconcileNotPossibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean missing;

    private ReconcileNotPossibleException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    static ReconcileNotPossibleException notThere(String message) {
        return new ReconcileNotPossibleException(message, true);
    }

    static ReconcileNotPossibleException senseless(String message) {
        return new ReconcileNotPossibleException(message, false);
    }

    /** Whether something that was named does not exist. */
    public boolean isMissing() {
        return missing;
    }
}

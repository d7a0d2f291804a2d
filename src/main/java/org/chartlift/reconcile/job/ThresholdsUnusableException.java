package org.chartlift.reconcile.job;

import java.util.List;

/** The thresholds have faults; the message lists all of them with their file. */
public final class ThresholdsUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThresholdsUnusableException(List<String> faults) {
        super(String.join("; ", faults));
    }
}

package org.chartlift.reconcile.job;

/** What came of a check; the first that applies counts, so that a check which could not run is never hidden behind a result. */
public enum Status {
    /** It could not be made, wholly or in part. */
    ERROR("Error"),
    /** There was nothing to be checked. */
    NOT_APPLICABLE("Not applicable"),
    /** Violated more often than its threshold allows. */
    FAILED("Failed"),
    PASSED("Passed");

    private final String words;

    Status(String words) {
        this.words = words;
    }

    /** As in reports. */
    public String words() {
        return words;
    }
}

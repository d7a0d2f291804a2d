package org.chartlift.reconcile.job;

/**
 * The share of one source system in a comparison.
 *
 * @param comparison number of the comparison
 * @param number its number within it
 * @param sourceSystem URI
 * @param state reading, comparing or done
 * @param scan SHA-256 over the headers of the sources when they were read; empty where the ledger is
 */
record Part(long comparison, int number, String sourceSystem, String state, String scan) {
    static final String READING = "reading";
    static final String COMPARING = "comparing";
    static final String DONE = "done";

    String context() {
        return comparison + "/" + number;
    }
}

package org.chartlift.audit;

/**
 * Is told of every version that a transaction wrote, whichever door it came through, within that transaction and just before it commits: what it
 * notes through the same database stands or falls with the versions. Evidence (AuditEvent, Provenance) is not told. Called by many threads.
 */
@FunctionalInterface
public interface VersionTracker {
    /**
     * Notes the versions. An exception rolls the transaction back.
     *
     * @param transaction what it wrote, for whom, and in which unit of work
     */
    void beforeCommit(Transaction transaction);

    /** Notes nothing. */
    static VersionTracker none() {
        return transaction -> {};
    }
}

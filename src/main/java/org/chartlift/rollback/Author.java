package org.chartlift.rollback;

/** Who wrote a version of a resource. */
public sealed interface Author {
    /** A run of ours. */
    record OfRun(long run) implements Author {}

    /** A rollback of ours. */
    record OfRollback(long rollback) implements Author {}

    /**
     * Somebody else.
     *
     * @param who as the server knows them; {@code unknown} if it was written before the tracker was there
     */
    record Other(String who) implements Author {}
}

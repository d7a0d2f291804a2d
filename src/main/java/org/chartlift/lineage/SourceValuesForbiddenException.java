package org.chartlift.lineage;

/** The caller asked for what source records say and may not see it. */
public final class SourceValuesForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceValuesForbiddenException() {
        super("values of source records are shown only to callers who have the right to see them");
    }
}

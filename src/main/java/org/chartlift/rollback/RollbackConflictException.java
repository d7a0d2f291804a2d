package org.chartlift.rollback;

/** The rollback cannot begin as things stand: something else is on its way, or later edits were to refuse it. */
public final class RollbackConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RollbackConflictException(String message) {
        super(message);
    }
}

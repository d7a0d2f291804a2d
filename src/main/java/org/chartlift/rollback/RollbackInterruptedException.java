package org.chartlift.rollback;

/** The rollback cannot go on for a reason that lies in no resource; what was committed stays, and the same call goes on from there. */
public final class RollbackInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RollbackInterruptedException(String message, Throwable cause) {
        super(message, cause);
    }
}

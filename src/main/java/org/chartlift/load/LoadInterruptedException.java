package org.chartlift.load;

/** The load cannot go on for a reason that lies in no record; what was committed stays, and the same call goes on from there. */
public final class LoadInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadInterruptedException(String message, Throwable cause) {
        super(message, cause);
    }
}

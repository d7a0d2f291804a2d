package org.chartlift.run;

/** The call does not fit what is going on: another run in the same scope, a rollback, or a request id that stands for another request. */
public final class RunConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunConflictException(String message) {
        super(message);
    }
}

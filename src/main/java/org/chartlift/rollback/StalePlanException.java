package org.chartlift.rollback;

/** There is no such plan, or the server has moved on in a way that changes it. */
public final class StalePlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StalePlanException(String message) {
        super(message);
    }
}

package org.chartlift.rollback.delta;

/** A resource that no message can say without saying something else. The message is the reason's code, never a value. */
final class InexpressibleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;

    InexpressibleException(String reason, String path) {
        super(reason);
        this.path = path;
    }

    /** FHIRPath of what cannot be said. */
    String path() {
        return path;
    }
}

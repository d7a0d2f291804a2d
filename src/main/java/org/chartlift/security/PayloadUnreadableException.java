package org.chartlift.security;

/** Encrypted bytes that cannot be opened: altered, cut, of another context, or of a key that is not on the ring. */
public final class PayloadUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PayloadUnreadableException(String message) {
        super(message);
    }

    PayloadUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}

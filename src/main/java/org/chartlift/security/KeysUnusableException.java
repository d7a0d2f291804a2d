package org.chartlift.security;

/** The key files cannot be used; the message says what to do, in one line, and holds no secret. */
public final class KeysUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnusableException(String message) {
        super(message);
    }

    KeysUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}

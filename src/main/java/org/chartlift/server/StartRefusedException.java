package org.chartlift.server;

import org.chartlift.security.KeysUnusableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ExitCodeGenerator;

/** The server cannot run here, for a reason that the person who started it can act on. The message is that one line. */
final class StartRefusedException extends RuntimeException implements ExitCodeGenerator {
    static final int EXIT_CODE = 3;

    private static final long serialVersionUID = 1L;

    StartRefusedException(String message) {
        super(message);
    }

    StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int getExitCode() {
        return EXIT_CODE;
    }

    /** The refusal among the causes of a failed start, or null. */
    static @Nullable StartRefusedException among(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException refused) {
                return refused;
            }
            if (cause instanceof KeysUnusableException keys) {
                return new StartRefusedException(keys.getMessage(), keys);
            }
        }
        return null;
    }
}

package org.chartlift.server;

import org.springframework.boot.SpringBootExceptionReporter;

/** Says a {@link StartRefusedException} in one line on standard error, in place of a stack trace. Found through spring.factories. */
final class RefusalReporter implements SpringBootExceptionReporter {
    @Override
    public boolean reportException(Throwable failure) {
        StartRefusedException refused = StartRefusedException.among(failure);
        if (refused == null) {
            return false;
        }
        System.err.println("Chartlift does not start: " + refused.getMessage());
        return true;
    }
}

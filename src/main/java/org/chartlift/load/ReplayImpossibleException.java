package org.chartlift.load;

/** What a run did cannot be done again. The message is a slug of the reason, such as {@code source-not-kept}. */
public final class ReplayImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    public ReplayImpossibleException(String reason) {
        super(reason);
    }

    /** The slug. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

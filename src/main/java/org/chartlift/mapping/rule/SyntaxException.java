package org.chartlift.mapping.rule;

/** A path, condition, target or key that does not follow its grammar. The message is for the author of the map. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    public SyntaxException(String message) {
        super(message);
    }
}

package org.chartlift.source.hl7v2;

import java.util.List;

/** A grammar string has faults; all of them are listed, each with the position of the character that is wrong. */
public final class MessageGrammarException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final transient List<Fault> faults;

    MessageGrammarException(String name, List<Fault> faults) {
        super("grammar of " + name + ": "
                + String.join("; ", faults.stream().map(Fault::toString).toList()));
        this.faults = List.copyOf(faults);
    }

    /** The faults in the order of their positions; never empty. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * One fault.
     *
     * @param position 1-based number of the character in the grammar string
     * @param message what is wrong
     */
    public record Fault(int position, String message) {
        @Override
        public String toString() {
            return "character " + position + ": " + message;
        }
    }
}

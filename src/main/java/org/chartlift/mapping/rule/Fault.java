package org.chartlift.mapping.rule;

/**
 * One thing wrong with a map set.
 *
 * @param file path of the file within the map set
 * @param line 1-based line; 0 if the file as a whole is meant
 * @param message what is wrong, for the author of the map
 */
public record Fault(String file, int line, String message) implements Comparable<Fault> {
    @Override
    public int compareTo(Fault other) {
        int byFile = file.compareTo(other.file);
        int byLine = Integer.compare(line, other.line);
        return byFile != 0 ? byFile : byLine != 0 ? byLine : message.compareTo(other.message);
    }

    /** {@code file:line: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}

package org.chartlift.run;

import java.nio.file.Path;

/**
 * One source of a run, resolved.
 *
 * @param path an existing file or folder below an allowed root, or a spooled upload
 * @param identity what makes it the same source in a later call: the path, or the hash of the upload
 * @param format code of the only reader to be used, or {@code auto}
 */
public record Source(Path path, String identity, String format) {
    /** The format is found by looking at the content. */
    public static final String AUTO = "auto";
}

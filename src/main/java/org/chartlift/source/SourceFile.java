package org.chartlift.source;

import java.nio.file.Path;

/**
 * One file of an extract.
 *
 * @param path where its bytes are
 * @param name name relative to the source's root, with forward slashes: what headers and reports show
 */
public record SourceFile(Path path, String name) {}

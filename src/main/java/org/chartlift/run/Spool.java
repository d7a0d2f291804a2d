package org.chartlift.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.chartlift.record.ContentHash;

/**
 * Keeps uploaded sources as files of the work folder while a run reads them. Only the server's own user may read them; they go when the run
 * ends, and what a crash left behind goes at the next start. Safe for use by several threads.
 */
public final class Spool {
    private static final String PREFIX = "upload-";

    private final Path folder;

    /** A spool in this folder, which is made if missing and cleared of old uploads. */
    public Spool(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path old : files.toList()) {
                    if (old.getFileName().toString().startsWith(PREFIX)) {
                        clear(old);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the work folder cannot be used", e);
        }
    }

    private static void clear(Path own) throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(own);
    }

    /** Keeps these bytes; the file's name is made of their hash, so that the same upload shows the same name in reports. */
    public Source put(byte[] content, String format) {
        ContentHash hash = ContentHash.of(content);
        try {
            Path own = Files.createTempDirectory(
                    folder, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = own.resolve("content-" + hash.hex().substring(0, 12));
            Files.write(file, content);
            return new Source(file, "content:" + hash.hex(), format);
        } catch (IOException e) {
            throw new UncheckedIOException("the work folder cannot be written", e);
        }
    }

    /** Removes those of the sources that are uploads. */
    public void remove(List<Source> sources) {
        for (Source source : sources) {
            if (source.path().startsWith(folder)) {
                try {
                    Files.deleteIfExists(source.path());
                    Files.deleteIfExists(source.path().getParent());
                } catch (IOException e) {
                    throw new UncheckedIOException("an upload cannot be removed", e);
                }
            }
        }
    }
}

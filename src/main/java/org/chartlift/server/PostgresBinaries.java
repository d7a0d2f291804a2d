package org.chartlift.server;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL of this machine's kind from the class path, once per data folder. */
final class PostgresBinaries {
    private static final String COMPLETE = ".complete";

    private PostgresBinaries() {}

    /**
     * Answers the folder that holds {@code bin/}, unpacking it first where it is missing or half unpacked.
     *
     * @param folder where to; belongs to this class alone
     */
    static Path unpack(Path folder) throws IOException {
        if (Files.exists(folder.resolve(COMPLETE))) {
            return folder;
        }
        FileUtils.deleteDirectory(folder.toFile());
        Files.createDirectories(folder);
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, folder);
            }
        }
        Files.createFile(folder.resolve(COMPLETE));
        return folder;
    }

    private static InputStream archive() throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                    System.getProperty("os.name").startsWith("Mac")
                            ? "Darwin"
                            : firstWord(System.getProperty("os.name")),
                    System.getProperty("os.arch"));
        } catch (IllegalStateException e) {
            throw new StartRefusedException(
                    "no PostgreSQL is bundled for " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + "; " + DatabaseConfig.EXTERNAL_HINT,
                    e);
        }
    }

    private static String firstWord(String text) {
        return text.split(" ", 2)[0];
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry outside its archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + target);
            }
        }
    }
}

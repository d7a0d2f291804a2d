package org.chartlift.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.compare.WitnessFiles;
import org.jspecify.annotations.Nullable;

/** The witness by the built-in files and those of the site's folders, made again when a file of the site changed. Safe for use by several threads. */
final class WitnessFolders implements Supplier<Witness> {
    private final List<Path> folders;
    private final Function<WitnessFiles, Witness> maker;
    private @Nullable Witness witness;
    private String stamp = "";

    WitnessFolders(List<Path> folders, Function<WitnessFiles, Witness> maker) {
        this.folders = List.copyOf(folders);
        this.maker = maker;
    }

    /** @throws IllegalArgumentException naming every fault of the files */
    @Override
    public synchronized Witness get() {
        String now = stamp();
        Witness known = witness;
        if (known != null && now.equals(stamp)) {
            return known;
        }
        Witness made = maker.apply(
                WitnessFiles.load(folders.stream().filter(Files::isDirectory).toList()));
        witness = made;
        stamp = now;
        return made;
    }

    private String stamp() {
        StringBuilder text = new StringBuilder();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> walk = Files.walk(folder)) {
                    for (Path p : walk.filter(Files::isRegularFile).sorted().toList()) {
                        text.append(p)
                                .append('|')
                                .append(Files.getLastModifiedTime(p).toMillis())
                                .append('|')
                                .append(Files.size(p))
                                .append('\n');
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + folder, e);
                }
            }
        }
        return text.toString();
    }
}

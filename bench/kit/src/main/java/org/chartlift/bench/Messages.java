package org.chartlift.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The messages that both sides convert: files of one message each below {@code DIR/ADT}, {@code /ORU}, {@code /VXU}, {@code /MDM}. */
public final class Messages {
    /** The kinds that are measured. */
    public static final List<String> KINDS = List.of("ADT", "ORU", "VXU", "MDM");

    /** System property that names the folder. */
    public static final String FOLDER = "bench.messages";

    private final byte[][] all;
    private int next;

    private Messages(byte[][] all) {
        this.all = all;
    }

    /** The messages of a kind, in the order of their names. */
    public static Messages of(String kind) throws IOException {
        byte[][] read = files(kind).stream().map(Messages::read).toArray(byte[][]::new);
        if (read.length == 0) {
            throw new IllegalStateException("no messages of kind " + kind + "; see bench/README.md");
        }
        return new Messages(read);
    }

    /** The files of a kind. */
    public static List<Path> files(String kind) throws IOException {
        Path folder = Path.of(System.getProperty(FOLDER)).resolve(kind);
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** How many there are. */
    public int size() {
        return all.length;
    }

    /** One of them. */
    public byte[] get(int index) {
        return all[index];
    }

    /** Each in turn, for ever. */
    public int nextIndex() {
        next = next + 1 == all.length ? 0 : next + 1;
        return next;
    }
}

package org.chartlift.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * The files of an extract: finds them, chooses a reader for each by its first bytes, and reads records again by their position. The order is that of
 * names within each folder, so that two walks of the same folder are the same. Symbolic links are never followed. Safe for use by several threads.
 */
public final class SourceFiles {
    private static final int HEAD = 8192;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final List<SourceReader> readers;

    /** Files are offered to the readers in this order. */
    public SourceFiles(List<SourceReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** Receives what a walk finds, on the walking thread. */
    public interface Visitor {
        /** A file that a reader accepts. */
        void file(SourceFile file, SourceReader reader) throws IOException;

        /** A file (or a hidden folder, or a link) that is left out, and why, in words for people. */
        void excluded(SourceFile file, String reason);
    }

    /**
     * Visits a file, or every file below a folder.
     *
     * @param root an existing file or folder; only this one path may itself be a link
     * @throws IOException if a folder cannot be listed, or the visitor throws
     */
    public void walk(Path root, Visitor visitor) throws IOException {
        Path real = root.toRealPath();
        if (Files.isDirectory(real)) {
            folder(real, real, visitor);
        } else {
            offer(new SourceFile(real, real.getFileName().toString()), visitor);
        }
    }

    private void folder(Path root, Path folder, Visitor visitor) throws IOException {
        List<Path> entries;
        try (Stream<Path> listing = Files.list(folder)) {
            entries = listing.sorted(Comparator.comparing(p -> p.getFileName().toString()))
                    .toList();
        }
        for (Path entry : entries) {
            SourceFile file = new SourceFile(entry, name(root, entry));
            if (Files.isSymbolicLink(entry)) {
                visitor.excluded(file, "a symbolic link");
            } else if (Files.isHidden(entry)) {
                visitor.excluded(file, "hidden");
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                folder(root, entry, visitor);
            } else {
                offer(file, visitor);
            }
        }
    }

    private static String name(Path root, Path entry) {
        return root.relativize(entry).toString().replace(entry.getFileSystem().getSeparator(), "/");
    }

    private void offer(SourceFile file, Visitor visitor) throws IOException {
        if (!Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            visitor.excluded(file, "not a regular file");
            return;
        }
        if (!Files.isReadable(file.path())) {
            visitor.excluded(file, "not readable by this process");
            return;
        }
        byte[] head = read(file.path(), 0, HEAD);
        SourceReader reader = readerOf(head);
        if (reader == null) {
            visitor.excluded(file, head.length == 0 ? "empty" : "content of no known format");
        } else {
            visitor.file(file, reader);
        }
    }

    /** The reader for content that begins with these bytes, or null. */
    public @Nullable SourceReader readerOf(byte[] head) {
        for (SourceReader reader : readers) {
            if (reader.accepts(head)) {
                return reader;
            }
        }
        return null;
    }

    /**
     * The file of that name below a root that was walked: the inverse of {@link SourceFile#name()}.
     *
     * @throws IllegalArgumentException if the name leads out of the root
     * @throws IOException if the root does not exist
     */
    public static SourceFile file(Path root, String name) throws IOException {
        Path real = root.toRealPath();
        if (!Files.isDirectory(real)) {
            real = real.getParent();
        }
        Path path = real.resolve(name).normalize();
        if (!path.startsWith(real)) {
            throw new IllegalArgumentException("a file name that leads out of its source");
        }
        return new SourceFile(path, name);
    }

    /**
     * The bytes of a record that was scanned, checked against its hash.
     *
     * @throws SourceChangedException if they are not the bytes that were scanned
     * @throws IOException if the file cannot be read, or the record is longer than an array can be
     */
    public static byte[] bytes(SourceFile file, RecordHeader header) throws IOException {
        if (header.length() > Integer.MAX_VALUE - Long.BYTES) {
            throw new IOException(
                    "record of " + header.length() + " bytes is too long to be read: " + header.location());
        }
        byte[] bytes;
        try {
            bytes = read(file.path(), header.offset(), (int) header.length());
        } catch (NoSuchFileException e) {
            SourceChangedException changed = new SourceChangedException(header);
            changed.initCause(e);
            throw changed;
        }
        if (bytes.length != header.length() || !ContentHash.of(bytes).equals(header.hash())) {
            throw new SourceChangedException(header);
        }
        return bytes;
    }

    private static byte[] read(Path path, long offset, int length) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path, READ)) {
            long available = Math.max(0, channel.size() - offset);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, available));
            channel.position(offset);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until full, or the file became shorter
            }
            return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
        }
    }
}

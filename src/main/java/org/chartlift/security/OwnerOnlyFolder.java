package org.chartlift.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A folder whose files only their owner may read. On file systems without POSIX permissions the checks are left to the system's own
 * access lists.
 */
final class OwnerOnlyFolder {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path folder;
    private final boolean posix;

    private OwnerOnlyFolder(Path folder, boolean posix) {
        this.folder = folder;
        this.posix = posix;
    }

    static OwnerOnlyFolder open(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.exists(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, permissions(posix, "rwx------"));
        }
        OwnerOnlyFolder opened = new OwnerOnlyFolder(folder, posix);
        opened.refuseIfOpenToOthers(folder, "700");
        return opened;
    }

    private static FileAttribute<?>[] permissions(boolean posix, String text) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    private void refuseIfOpenToOthers(Path path, String mode) throws IOException {
        if (!posix) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(path));
        open.retainAll(OTHERS);
        if (!open.isEmpty()) {
            throw new KeysUnusableException(path
                    + " is open to other users of this machine; make it yours alone with: chmod " + mode + " " + path);
        }
    }

    /**
     * Reads a file, making it first where there is none. It appears whole or not at all, and of two makers one wins and both read
     * the winner's.
     */
    String read(String name, Supplier<String> first) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, first.get());
        }
        refuseIfOpenToOthers(file, "600");
        return Files.readString(file);
    }

    private void create(Path file, String content) throws IOException {
        Path draft = Files.createTempFile(folder, "draft", ".tmp", permissions(posix, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            link(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A hard link never replaces; where the file system has none, a move must do, as the folder has one user. */
    private static void link(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}

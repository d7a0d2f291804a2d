package org.chartlift.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The secrets of one Chartlift project, one file each in a folder that only its owner may enter (0700, files 0600). What is missing is made
 * at random on first use; what other users could read is refused. <strong>Back this folder up apart from the database:</strong>
 * without {@code project.key} a re-run gives every resource a new id, and without {@code payload.keys} no kept source record can
 * be read again. Immutable; safe for use by several threads.
 */
public final class KeyFiles {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OwnerOnlyFolder folder;
    private final Path path;

    private KeyFiles(OwnerOnlyFolder folder, Path path) {
        this.folder = folder;
        this.path = path;
    }

    /**
     * Opens the folder, making it where there is none.
     *
     * @throws KeysUnusableException if it cannot be used or others may enter it
     */
    public static KeyFiles open(Path path) {
        try {
            return new KeyFiles(OwnerOnlyFolder.open(path), path);
        } catch (IOException e) {
            throw new KeysUnusableException("the key folder " + path + " cannot be used: " + e, e);
        }
    }

    /** The key of the identity HMAC, 32 bytes. Never changes: resource ids come from it. A new array each time. */
    public byte[] projectKey() {
        byte[] key = hex("project.key", secret("project.key"));
        if (key.length != KEY_BYTES) {
            throw new KeysUnusableException(
                    path.resolve("project.key") + " must hold " + KEY_BYTES + " bytes in hexadecimal");
        }
        return key;
    }

    /** The keys that encrypt kept source records; the last one in the file is used for new ones. */
    public KeyRing payloadKeys() {
        String file = "payload.keys";
        return KeyRing.parse(path.resolve(file), read(file, () -> KeyRing.newLine(RANDOM)));
    }

    /** A secret by file name: what is there, without surrounding white space, or 32 random bytes in hexadecimal made on first use. */
    public String secret(String name) {
        return read(name, KeyFiles::randomHex).strip();
    }

    private String read(String name, Supplier<String> first) {
        try {
            return folder.read(name, first);
        } catch (IOException e) {
            throw new KeysUnusableException("the key file " + path.resolve(name) + " cannot be used: " + e, e);
        }
    }

    private byte[] hex(String name, String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new KeysUnusableException(path.resolve(name) + " does not hold a key in hexadecimal");
        }
    }

    private static String randomHex() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return HexFormat.of().formatHex(key) + "\n";
    }
}

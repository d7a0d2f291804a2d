package org.chartlift.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest as 64 lower-case hexadecimal characters.
 *
 * @param hex the digest
 */
public record ContentHash(String hex) {
    private static final int HEX_LENGTH = 64;

    public ContentHash {
        if (hex.length() != HEX_LENGTH) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + hex.length() + " characters");
        }
    }

    /** The digest of these bytes. */
    public static ContentHash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** The digest of {@code length} bytes from {@code offset}. */
    public static ContentHash of(byte[] bytes, int offset, int length) {
        MessageDigest digest = newDigest();
        digest.update(bytes, offset, length);
        return of(digest);
    }

    /** Completes a running digest. */
    public static ContentHash of(MessageDigest digest) {
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    /** A fresh SHA-256. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}

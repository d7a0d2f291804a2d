package org.chartlift.reconcile.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 of values of patients under a key of its own, made from the project's: two values can be told to be the same or not, and nobody without the key can
 * find a birth date by trying all of them. Safe for use by several threads.
 */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHOWN_BYTES = 16;

    private final SecretKeySpec key;

    /** @param projectKey the project's key, from which the own key is made */
    public KeyedHash(byte[] projectKey) {
        key = new SecretKeySpec(
                digest(new SecretKeySpec(projectKey, ALGORITHM), "chartlift reconcile values"), ALGORITHM);
    }

    private static byte[] digest(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** 128 bits in hexadecimal; empty for an empty value. */
    String text(String value) {
        return value.isEmpty() ? "" : HexFormat.of().formatHex(Arrays.copyOf(digest(key, value), SHOWN_BYTES));
    }

    /** 64 bits. */
    long number(String value) {
        return ByteBuffer.wrap(digest(key, value)).getLong();
    }
}

package org.chartlift.mapping.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes resource ids: the first 128 bits of HMAC-SHA-256(project key, source system | kind | natural key) in lower-case base32. The same source
 * always lands on the same id, and an id tells nothing about the key it came from. Safe for use by several threads.
 */
public final class ResourceIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int ID_BYTES = 16;
    private static final int BITS_PER_CHARACTER = 5;
    private static final char SEPARATOR = '\u001f';

    private final ThreadLocal<Mac> mac;

    /** Ids under this project key, which must hold at least 16 bytes. */
    public ResourceIds(byte[] projectKey) {
        if (projectKey.length < ID_BYTES) {
            throw new IllegalArgumentException("a project key has at least 16 bytes");
        }
        SecretKeySpec key = new SecretKeySpec(Arrays.copyOf(projectKey, projectKey.length), ALGORITHM);
        mac = ThreadLocal.withInitial(() -> newMac(key));
    }

    /** The id for a natural key; 27 characters, first a letter (a FHIR server may refuse ids that are numbers). */
    public String id(String sourceSystem, String kind, String naturalKey) {
        String text = sourceSystem + SEPARATOR + kind + SEPARATOR + naturalKey;
        return base32(mac.get().doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac m = Mac.getInstance(ALGORITHM);
            m.init(key);
            return m;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String base32(byte[] digest) {
        StringBuilder id = new StringBuilder(27).append('c');
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < ID_BYTES; i++) {
            buffer = (buffer << Byte.SIZE) | (digest[i] & 0xff);
            bits += Byte.SIZE;
            while (bits >= BITS_PER_CHARACTER) {
                bits -= BITS_PER_CHARACTER;
                id.append(BASE32[(buffer >> bits) & 31]);
            }
        }
        return id.append(BASE32[(buffer << (BITS_PER_CHARACTER - bits)) & 31]).toString();
    }
}

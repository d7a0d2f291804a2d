package org.chartlift.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Compresses, then encrypts what we keep of a source: AES-256-GCM with a random 96-bit nonce per call (NIST SP 800-38D section 8.2.2;
 * good for 2<sup>32</sup> payloads a key, after which the ring wants a new one). The envelope is {@code version (1) | key id (4) |
 * nonce (12) | ciphertext and tag}; its header and the caller's context are authenticated, so that an envelope moved to another row
 * does not open. Safe for use by several threads.
 */
public final class PayloadCipher {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + NONCE_BYTES;

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    /** A cipher over these keys. */
    public PayloadCipher(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Seals bytes under the ring's current key.
     *
     * @param plain any bytes; not kept
     * @param context where the envelope belongs, for example {@code payload|} and the record's logical id; needed again to open it
     */
    public byte[] seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putInt(keys.currentId())
                .put(nonce)
                .array();
        byte[] packed = Deflated.pack(plain);
        byte[] envelope = Arrays.copyOf(header, HEADER_BYTES + packed.length + TAG_BITS / 8);
        try {
            cipher(Cipher.ENCRYPT_MODE, header, context).doFinal(packed, 0, packed.length, envelope, HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-GCM", e);
        }
        return envelope;
    }

    /**
     * Opens an envelope.
     *
     * @throws PayloadUnreadableException if it is not exactly what {@link #seal} answered for this context, or its key is not on the ring
     */
    public byte[] open(byte[] envelope, String context) {
        if (envelope.length < HEADER_BYTES + TAG_BITS / 8 || envelope[0] != VERSION) {
            throw new PayloadUnreadableException("not an envelope of version " + VERSION);
        }
        try {
            byte[] header = Arrays.copyOf(envelope, HEADER_BYTES);
            return Deflated.unpack(cipher(Cipher.DECRYPT_MODE, header, context)
                    .doFinal(envelope, HEADER_BYTES, envelope.length - HEADER_BYTES));
        } catch (AEADBadTagException e) {
            throw new PayloadUnreadableException("the envelope was altered or belongs elsewhere", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] header, String context) throws GeneralSecurityException {
        int id = ByteBuffer.wrap(header).getInt(1);
        SecretKey key = keys.key(id);
        if (key == null) {
            throw new PayloadUnreadableException("key " + "%08x".formatted(id) + " is not on the key ring");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, header, HEADER_BYTES - NONCE_BYTES, NONCE_BYTES));
        cipher.updateAAD(header);
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

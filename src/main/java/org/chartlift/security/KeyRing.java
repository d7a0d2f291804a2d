package org.chartlift.security;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256 keys by key id, one {@code id key} line each, both in hexadecimal (4 and 32 bytes); lines that begin with {@code #} are
 * ignored. To rotate, append a line: it encrypts from the next start on, and the older ones go on decrypting. Immutable.
 */
public final class KeyRing {
    private static final int ID_BYTES = 4;
    private static final int KEY_BYTES = 32;

    private final Map<Integer, SecretKey> keys;
    private final int current;

    private KeyRing(Map<Integer, SecretKey> keys, int current) {
        this.keys = Map.copyOf(keys);
        this.current = current;
    }

    static String newLine(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        return HexFormat.of().formatHex(id) + " " + HexFormat.of().formatHex(key) + "\n";
    }

    static KeyRing parse(Path file, String text) {
        Map<Integer, SecretKey> keys = new LinkedHashMap<>();
        int current = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<byte[]> fields = fields(line);
            if (fields.size() != 2 || fields.get(0).length != ID_BYTES || fields.get(1).length != KEY_BYTES) {
                throw new KeysUnusableException(
                        file + ":" + number + " is not an id and a key in hexadecimal (4 and 32 bytes)");
            }
            current = ByteBuffer.wrap(fields.get(0)).getInt();
            if (keys.put(current, new SecretKeySpec(fields.get(1), "AES")) != null) {
                throw new KeysUnusableException(file + ":" + number + " uses a key id for a second time");
            }
        }
        if (keys.isEmpty()) {
            throw new KeysUnusableException(file + " holds no key");
        }
        return new KeyRing(keys, current);
    }

    private static List<byte[]> fields(String line) {
        try {
            return Arrays.stream(line.strip().split("\\s+"))
                    .map(HexFormat.of()::parseHex)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    int currentId() {
        return current;
    }

    @Nullable
    SecretKey key(int id) {
        return keys.get(id);
    }
}

package org.chartlift.ledger;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.chartlift.security.PayloadCipher;
import org.chartlift.security.PayloadUnreadableException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The bytes of source records, kept once per SHA-256, compressed and then encrypted. A long record is cut into parts, so that no row and no
 * buffer is as large as the record. Safe for use by several threads; joins the caller's transaction where there is one.
 */
public final class RawStore {
    static final int PART = 8 << 20;
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcTemplate jdbc;
    private final PayloadCipher seal;

    public RawStore(JdbcTemplate jdbc, PayloadCipher seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    /**
     * Bytes to be kept.
     *
     * @param hash their SHA-256
     * @param bytes the record; not copied
     */
    public record Raw(ContentHash hash, byte[] bytes) {}

    private record Part(ContentHash hash, int number, byte[] sealed) {}

    /** Keeps what is not kept yet. */
    public void put(List<Raw> raws) {
        List<Raw> small = raws.stream().filter(r -> r.bytes().length <= PART).toList();
        insert(small.stream().map(r -> part(r, 0)).toList());
        for (Raw raw : raws) {
            for (int n = 0; raw.bytes().length > PART && (long) n * PART < raw.bytes().length; n++) {
                insert(List.of(part(raw, n)));
            }
        }
    }

    private Part part(Raw raw, int number) {
        int from = number * PART;
        int length = Math.min(PART, raw.bytes().length - from);
        return new Part(raw.hash(), number, seal.seal(slice(raw.bytes(), from, length), context(raw.hash(), number)));
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return from == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
    }

    private static String context(ContentHash hash, int number) {
        return "payload|" + hash.hex() + '/' + number;
    }

    private void insert(List<Part> parts) {
        jdbc.batchUpdate(
                "insert into chartlift.raw_source (sha256, part, payload) values (?, ?, ?) on conflict do nothing",
                parts,
                100,
                (ps, p) -> {
                    ps.setBytes(1, HEX.parseHex(p.hash().hex()));
                    ps.setInt(2, p.number());
                    ps.setBytes(3, p.sealed());
                });
    }

    /**
     * The record's bytes, or empty if they were never kept.
     *
     * @throws IllegalStateException if what is kept is not what was put in
     */
    public Optional<byte[]> get(ContentHash hash) {
        byte[] key = HEX.parseHex(hash.hex());
        Integer parts =
                jdbc.queryForObject("select count(*) from chartlift.raw_source where sha256 = ?", Integer.class, key);
        if (parts == null || parts == 0) {
            return Optional.empty();
        }
        Joined joined = new Joined();
        for (int n = 0; n < parts; n++) {
            byte[] sealed = jdbc.queryForObject(
                    "select payload from chartlift.raw_source where sha256 = ? and part = ?", byte[].class, key, n);
            joined.writeBytes(seal.open(sealed == null ? new byte[0] : sealed, context(hash, n)));
        }
        byte[] bytes = joined.take();
        if (!ContentHash.of(bytes).equals(hash)) {
            throw new IllegalStateException("the kept source is not the record " + hash);
        }
        return Optional.of(bytes);
    }

    /** The bytes of these records, read at once. What was never kept is left out, and so is what is kept but is not what was put in. */
    public Map<ContentHash, byte[]> all(Collection<ContentHash> hashes) {
        Map<ContentHash, Joined> joined = new HashMap<>();
        Set<ContentHash> damaged = new HashSet<>();
        byte[][] keys = hashes.stream().map(h -> HEX.parseHex(h.hex())).toArray(byte[][]::new);
        jdbc.query(
                connection -> {
                    var ps = connection.prepareStatement(
                            "select sha256, part, payload from chartlift.raw_source where sha256 = any(?) order by sha256, part");
                    ps.setArray(1, connection.createArrayOf("bytea", keys));
                    return ps;
                },
                rs -> {
                    ContentHash hash = new ContentHash(HEX.formatHex(rs.getBytes(1)));
                    try {
                        joined.computeIfAbsent(hash, h -> new Joined())
                                .writeBytes(seal.open(rs.getBytes(3), context(hash, rs.getInt(2))));
                    } catch (PayloadUnreadableException e) {
                        damaged.add(hash);
                    }
                });
        Map<ContentHash, byte[]> found = new HashMap<>();
        joined.forEach((hash, parts) -> {
            byte[] bytes = parts.take();
            if (!damaged.contains(hash) && ContentHash.of(bytes).equals(hash)) {
                found.put(hash, bytes);
            }
        });
        return found;
    }

    /** Gives its buffer away when it fits, so that a large record is not copied once more. */
    private static final class Joined extends ByteArrayOutputStream {
        byte[] take() {
            return count == buf.length ? buf : Arrays.copyOf(buf, count);
        }
    }
}

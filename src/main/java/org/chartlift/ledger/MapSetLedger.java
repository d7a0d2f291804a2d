package org.chartlift.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The files of the map sets that runs used, by digest. Maps are no secret, so they are compressed and not encrypted. Safe for use by several
 * threads; joins the caller's transaction where there is one.
 */
public final class MapSetLedger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Map<String, String>>> LAYERS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;

    public MapSetLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps a set that is not kept yet. Two sets of one digest mean the same; the first one's files stay.
     *
     * @param mapSet its row
     * @param layers file name to text, layer by layer
     */
    public void keep(int mapSet, List<Map<String, String>> layers) {
        Integer kept = jdbc.queryForObject(
                "select count(*) from chartlift.map_set_files where map_set = ?", Integer.class, mapSet);
        if (kept == null || kept == 0) {
            jdbc.update(
                    "insert into chartlift.map_set_files (map_set, files) values (?, ?) on conflict do nothing",
                    mapSet,
                    pack(layers));
        }
    }

    /** The files of a set, layer by layer; empty if it was never kept. */
    public Optional<List<Map<String, String>>> files(String digest) {
        return jdbc
                .query(
                        """
                        select f.files from chartlift.map_set_files f join chartlift.map_set m on m.id = f.map_set
                        where m.digest = ?""",
                        (rs, i) -> unpack(rs.getBytes(1)),
                        digest)
                .stream()
                .findFirst();
    }

    private static byte[] pack(List<Map<String, String>> layers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            JSON.writeValue(out, layers);
        } catch (IOException e) {
            throw new UncheckedIOException("texts can always be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static List<Map<String, String>> unpack(byte[] packed) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readValue(in, LAYERS);
        } catch (IOException e) {
            throw new UncheckedIOException("the kept map set is not what was put in", e);
        }
    }
}

package org.chartlift.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which versions of a resource were written, and out of which records. Reads only. Safe for use by several threads. */
public final class LineageLedger {
    /** Reason of a record whose conversion was compared with that of earlier maps. */
    public static final String REMAPPED = "remapped";

    private static final HexFormat HEX = HexFormat.of();
    private static final String WRITES =
            """
            select w.*, s.uri, m.digest, p.digest as previous from chartlift.write w join chartlift.run r on r.id = w.run
            join chartlift.source_system s on s.id = r.source_system join chartlift.map_set m on m.id = r.map_set
            left join chartlift.map_set p on p.id = r.previous_map_set
            """;

    private final JdbcTemplate jdbc;

    public LineageLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A version that a run wrote.
     *
     * @param run the run
     * @param seq the last record that had a say in it
     * @param sourceSystem URI of the run's source system
     * @param mapDigest maps of the run
     * @param previousDigest maps that the records were loaded with before; empty if there were no others
     * @param reference {@code Type/id}
     * @param version the version
     * @param before the version that it stands on; null if there was none
     * @param hash hash of its content
     * @param op what was done
     */
    public record Written(
            long run,
            long seq,
            String sourceSystem,
            String mapDigest,
            String previousDigest,
            String reference,
            long version,
            @Nullable Long before,
            ContentHash hash,
            Op op) {}

    /**
     * A record as a run met it.
     *
     * @param run the run
     * @param sourceSystem URI of its source system
     * @param mapDigest its maps
     * @param row the record
     */
    public record Met(long run, String sourceSystem, String mapDigest, RecordRow row) {}

    /** The versions of a resource that runs wrote, in order. */
    public List<Written> versions(String reference) {
        return jdbc.query(
                WRITES
                        + " where w.resource_type = ? and w.resource_id = ? and w.version is not null order by w.version",
                LineageLedger::written,
                type(reference),
                id(reference));
    }

    /** The version that the unit of this record wrote; empty if it found the resource as it should be, or never came to it. */
    public Optional<Written> of(long run, long seq, String reference) {
        return jdbc
                .query(
                        WRITES + " where w.resource_type = ? and w.resource_id = ? and w.run = ? and w.seq >= ?"
                                + " and w.op <> 'repointed' order by w.seq limit 1",
                        (rs, i) -> rs.getLong("version") == 0 ? Optional.<Written>empty() : Optional.of(written(rs, i)),
                        type(reference),
                        id(reference),
                        run,
                        seq)
                .stream()
                .findFirst()
                .flatMap(w -> w);
    }

    /** The record that is named last in a written version. */
    public Optional<RecordRow> last(Written w) {
        return jdbc
                .query(
                        "select * from chartlift.source_record where run = ? and seq = ?",
                        RecordLedger::row,
                        w.run(),
                        w.seq())
                .stream()
                .findFirst();
    }

    /**
     * The records out of which the version may have been made, if it belongs to one patient: those of the unit that wrote it; of one that changed maps made again,
     * those of the patient that were compared.
     */
    public List<RecordRow> unit(Written w) {
        return jdbc.query(
                """
                select s.* from chartlift.source_record s join chartlift.source_record l on l.run = s.run and l.chunk = s.chunk
                where l.run = ? and l.seq = ? and not s.planned and s.duplicate_of is null and s.reason = l.reason
                and s.disposition in ('created', 'updated', 'unchanged', 'merged') and (l.reason = ? or (s.seq <= l.seq
                and s.seq > coalesce((select max(w.seq) from chartlift.write w
                where w.resource_type = ? and w.resource_id = ? and w.run = l.run and w.seq < l.seq), -1)))
                order by s.seq""",
                (rs, i) -> RecordLedger.row(rs, i),
                w.run(),
                w.seq(),
                REMAPPED,
                type(w.reference()),
                id(w.reference()));
    }

    /** The run's records of these bytes, in order. */
    public List<RecordRow> records(long run, Collection<ContentHash> hashes) {
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement("select * from chartlift.source_record"
                            + " where run = ? and duplicate_of is null and sha256 = any(?) order by seq");
                    ps.setLong(1, run);
                    ps.setArray(
                            2,
                            connection.createArrayOf(
                                    "bytea",
                                    hashes.stream()
                                            .map(h -> HEX.parseHex(h.hex()))
                                            .toArray(byte[][]::new)));
                    return ps;
                },
                (rs, i) -> RecordLedger.row(rs, i));
    }

    /** The record of these bytes as it was loaded last; else as it stands in quarantine; empty if no run kept it. */
    public Optional<Met> latest(ContentHash hash) {
        byte[] key = HEX.parseHex(hash.hex());
        return jdbc
                .query(
                        """
                        select r.id, y.uri, m.digest, s.* from (
                        select a.run, a.seq from chartlift.source_system y join chartlift.applied a on a.source_system = y.id and a.sha256 = ?
                        union all select q.run, q.seq from chartlift.source_system y
                        join chartlift.quarantine q on q.source_system = y.id and q.sha256 = ?) k
                        join chartlift.run r on r.id = k.run join chartlift.source_system y on y.id = r.source_system
                        join chartlift.map_set m on m.id = r.map_set
                        join chartlift.source_record s on s.run = k.run and s.seq = k.seq
                        order by s.disposition = 'quarantined', r.id desc limit 1""",
                        (rs, i) -> new Met(
                                rs.getLong("id"), rs.getString("uri"), rs.getString("digest"), RecordLedger.row(rs, i)),
                        key,
                        key)
                .stream()
                .findFirst();
    }

    private static Written written(ResultSet rs, int number) throws SQLException {
        long before = rs.getLong("version_before");
        Long standsOn = rs.wasNull() ? null : before;
        String previous = rs.getString("previous");
        return new Written(
                rs.getLong("run"),
                rs.getLong("seq"),
                rs.getString("uri"),
                rs.getString("digest"),
                previous == null ? "" : previous,
                rs.getString("resource_type") + '/' + rs.getString("resource_id"),
                rs.getLong("version"),
                standsOn,
                new ContentHash(HEX.formatHex(rs.getBytes("hash_after"))),
                Op.valueOf(rs.getString("op").toUpperCase(Locale.ROOT)));
    }

    private static String type(String reference) {
        return reference.substring(0, reference.indexOf('/'));
    }

    private static String id(String reference) {
        return reference.substring(reference.indexOf('/') + 1);
    }
}

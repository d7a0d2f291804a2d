package org.chartlift.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Disposition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of source records: inserted by the scan, planned in bulk, and given one disposition each. Safe for use by several
 * threads; joins the caller's transaction where there is one.
 */
public final class RecordLedger {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BATCH = 500;
    private static final String LOCATE = "(select o.file || '#' || o.number from chartlift.source_record o"
            + " where o.run = s.run and o.seq = s.duplicate_of)";

    private final JdbcTemplate jdbc;

    public RecordLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What became of one record.
     *
     * @param seq the record
     * @param disposition its disposition
     * @param reason why; empty if there is nothing to say
     */
    public record Settled(long seq, Disposition disposition, String reason) {}

    /** Adds records; a disposition that is already known counts as planned. */
    public void insert(long run, List<RecordRow> rows) {
        jdbc.batchUpdate(
                """
                insert into chartlift.source_record (run, seq, source, file, number, byte_offset, byte_length, sha256, format, kind,
                control_id, disposition, reason, planned) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows,
                BATCH,
                (ps, r) -> {
                    ps.setLong(1, run);
                    ps.setLong(2, r.seq());
                    ps.setInt(3, r.source());
                    ps.setString(4, r.file());
                    ps.setInt(5, r.number());
                    ps.setLong(6, r.offset());
                    ps.setLong(7, r.length());
                    ps.setBytes(8, HEX.parseHex(r.hash().hex()));
                    ps.setString(9, r.format());
                    ps.setString(10, r.kind());
                    ps.setString(11, r.controlId());
                    setDisposition(ps, 12, r.disposition());
                    ps.setString(13, r.reason());
                    ps.setBoolean(14, r.disposition() != null);
                });
    }

    private static void setDisposition(java.sql.PreparedStatement ps, int index, @Nullable Disposition d)
            throws SQLException {
        if (d == null) {
            ps.setNull(index, Types.VARCHAR);
        } else {
            ps.setString(index, d.word());
        }
    }

    /** Sets the chunks of records {@code first}, {@code first + 1}, … */
    public void chunks(long run, long first, Long[] chunks) {
        jdbc.execute((ConnectionCallback<Integer>) connection -> setChunks(connection, run, first, chunks));
    }

    private static int setChunks(Connection connection, long run, long first, Long[] chunks) throws SQLException {
        try (var ps = connection.prepareStatement(
                """
                update chartlift.source_record s set chunk = c.chunk
                from unnest(?::bigint[]) with ordinality c (chunk, n) where s.run = ? and s.seq = ? + c.n - 1""")) {
            Array array = connection.createArrayOf("bigint", chunks);
            ps.setArray(1, array);
            ps.setLong(2, run);
            ps.setLong(3, first);
            return ps.executeUpdate();
        }
    }

    /** Records whose bytes were applied last under the same map set need nothing. */
    public void markApplied(Run run) {
        jdbc.update(
                """
                update chartlift.source_record s set disposition = 'unchanged', reason = 'applied-before', planned = true
                from chartlift.applied a where s.run = ? and s.disposition is null
                and a.source_system = ? and a.map_set = ? and a.sha256 = s.sha256
                and not exists (select 1 from chartlift.applied b
                where b.source_system = a.source_system and b.sha256 = a.sha256 and b.run > a.run)""",
                run.id(),
                run.systemId(),
                run.mapSetId());
    }

    /** To be called when all records of a run are there, before statements over all of them; not in a transaction. */
    public void planned() {
        TableStatistics.refresh(jdbc, List.of("chartlift.source_record"));
    }

    /** Of records with the same bytes the first stands for all. */
    public void markDuplicates(long run) {
        jdbc.update(
                """
                update chartlift.source_record s set duplicate_of = f.first from
                (select seq, min(seq) over (partition by sha256) as first from chartlift.source_record
                where run = ? and disposition is null) f
                where s.run = ? and s.seq = f.seq and f.first < s.seq""",
                run,
                run);
    }

    /** Once the first is settled: its duplicates are unchanged, or quarantined with it. */
    public void settleDuplicates(long run) {
        jdbc.update(
                "update chartlift.source_record s set disposition = case when f.disposition in ('quarantined', 'excluded')"
                        + " then f.disposition else 'unchanged' end, reason = 'duplicate-of ' || " + LOCATE
                        + " from chartlift.source_record f where s.run = ? and s.disposition is null"
                        + " and f.run = s.run and f.seq = s.duplicate_of and f.disposition is not null",
                run);
    }

    /** Gives records their disposition. A record that has one keeps it: the answer is how many rows changed. */
    public int settle(long run, List<Settled> settled) {
        int[][] counts = jdbc.batchUpdate(
                """
                update chartlift.source_record set disposition = ?, reason = ? where run = ? and seq = ?
                and disposition is null""",
                settled,
                BATCH,
                (ps, s) -> {
                    ps.setString(1, s.disposition().word());
                    ps.setString(2, s.reason());
                    ps.setLong(3, run);
                    ps.setLong(4, s.seq());
                });
        int sum = 0;
        for (int[] batch : counts) {
            for (int count : batch) {
                sum += count;
            }
        }
        return sum;
    }

    /** Every record without a disposition is excluded. */
    public void excludeRest(long run, String reason) {
        jdbc.update(
                "update chartlift.source_record set disposition = 'excluded', reason = ? where run = ? and disposition is null",
                reason,
                run);
    }

    /** Marks records as applied under the run's map set. */
    public void applied(Run run, List<RecordRow> rows) {
        jdbc.batchUpdate(
                """
                insert into chartlift.applied (source_system, sha256, map_set, run, seq) values (?, ?, ?, ?, ?)
                on conflict (source_system, sha256, map_set) do update set run = excluded.run, seq = excluded.seq, mark = excluded.mark""",
                rows,
                BATCH,
                (ps, r) -> {
                    ps.setInt(1, run.systemId());
                    ps.setBytes(2, HEX.parseHex(r.hash().hex()));
                    ps.setInt(3, run.mapSetId());
                    ps.setLong(4, run.id());
                    ps.setLong(5, r.seq());
                });
    }

    /** Of these records those that were applied before, each with the digest of the maps of the last time; for a run under other maps. */
    public Map<ContentHash, String> appliedBefore(Run run, List<RecordRow> rows) {
        Map<ContentHash, String> digests = new HashMap<>();
        byte[][] hashes = rows.stream().map(r -> HEX.parseHex(r.hash().hex())).toArray(byte[][]::new);
        jdbc.query(
                connection -> {
                    var ps = connection.prepareStatement(
                            """
                            select distinct on (a.sha256) a.sha256, m.digest from chartlift.applied a
                            join chartlift.map_set m on m.id = a.map_set
                            where a.source_system = ? and a.sha256 = any(?) and a.run < ? order by a.sha256, a.run desc""");
                    ps.setInt(1, run.systemId());
                    ps.setArray(2, connection.createArrayOf("bytea", hashes));
                    ps.setLong(3, run.id());
                    return ps;
                },
                rs -> {
                    digests.put(new ContentHash(HEX.formatHex(rs.getBytes(1))), rs.getString(2));
                });
        digests.values().removeIf(run.mapDigest()::equals);
        return digests;
    }

    /**
     * The next records to convert behind ({@code chunk}, {@code seq}), in order of both: all but the planned ones and the
     * duplicates, whether settled or not.
     */
    public List<RecordRow> page(long run, long chunk, long seq, int limit) {
        return jdbc.query(
                """
                select * from chartlift.source_record where run = ? and (chunk, seq) > (?, ?) and not planned and duplicate_of is null
                order by chunk, seq limit ?""",
                RecordLedger::row,
                run,
                chunk,
                seq,
                limit);
    }

    /** How many records {@link #page} answers in all. */
    public long toLoad(long run) {
        Long n = jdbc.queryForObject(
                "select count(*) from chartlift.source_record where run = ? and not planned and duplicate_of is null",
                Long.class,
                run);
        return n == null ? 0 : n;
    }

    /** Records that are quarantined, excluded, duplicates, or have a finding, behind {@code seq} and in order. */
    public List<RecordRow> notClean(long run, long seq, int limit) {
        return jdbc.query(
                """
                select * from chartlift.source_record s where run = ? and seq > ? and (disposition in ('quarantined', 'excluded')
                or duplicate_of is not null
                or exists (select 1 from chartlift.finding f where f.run = s.run and f.seq = s.seq)) order by seq limit ?""",
                RecordLedger::row,
                run,
                seq,
                limit);
    }

    static RecordRow row(ResultSet rs, int number) throws SQLException {
        String disposition = rs.getString("disposition");
        long duplicateOf = rs.getLong("duplicate_of");
        boolean first = rs.wasNull();
        return new RecordRow(
                rs.getLong("seq"),
                rs.getInt("source"),
                rs.getString("file"),
                rs.getInt("number"),
                rs.getLong("byte_offset"),
                rs.getLong("byte_length"),
                new ContentHash(HEX.formatHex(rs.getBytes("sha256"))),
                rs.getString("format"),
                rs.getString("kind"),
                rs.getString("control_id"),
                rs.getLong("chunk"),
                first ? null : duplicateOf,
                disposition == null ? null : Disposition.of(disposition),
                rs.getString("reason"));
    }
}

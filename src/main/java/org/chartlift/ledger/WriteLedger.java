package org.chartlift.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of writes, findings and coverage. Safe for use by several threads; joins the caller's transaction where there is one. */
public final class WriteLedger {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;

    public WriteLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What was done to a resource. */
    public enum Op {
        CREATED,
        UPDATED,
        UNCHANGED,
        /** A reference to a patient that was merged away was re-pointed to the surviving one. */
        REPOINTED,
        /** A changed rule made another content of records that were loaded before. */
        REMAPPED,
        /** A rollback gave it the content of an earlier version, or what is left of it beside later edits. */
        RESTORED,
        /** A rollback deleted it. */
        DELETED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One resource of one unit.
     *
     * @param seq the last record that had a say in it
     * @param type resource type
     * @param id logical id
     * @param version the version written; null if nothing was
     * @param before the version it stands on; null if there was none
     * @param hashBefore hash of that version; null if there was none
     * @param hashAfter hash of the resource now; null if it was deleted
     * @param op what was done
     */
    public record Write(
            long seq,
            String type,
            String id,
            @Nullable Long version,
            @Nullable Long before,
            @Nullable ContentHash hashBefore,
            @Nullable ContentHash hashAfter,
            Op op) {}

    /**
     * Leaves of one outcome.
     *
     * @param kind message type and event
     * @param rule the deciding rule, or the path of leaves that no rule claims
     * @param outcome the outcome's word
     */
    public record CoverageKey(String kind, String rule, String outcome) {}

    /**
     * A finding and the record it belongs to.
     *
     * @param seq the record; null for a file
     * @param file the file; empty for a record
     * @param finding what was found
     */
    public record Found(@Nullable Long seq, String file, Finding finding) {}

    /** Adds writes of a run. */
    public void writes(long run, List<Write> writes) {
        add("run", run, writes);
    }

    /** Adds writes of a rollback. */
    public void rollbackWrites(long rollback, List<Write> writes) {
        add("rollback", rollback, writes);
    }

    private void add(String by, long id, List<Write> writes) {
        jdbc.batchUpdate(
                "insert into chartlift.write (" + by
                        + ", seq, resource_type, resource_id, version, version_before, hash_before, hash_after, op)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                writes,
                BATCH,
                (ps, w) -> {
                    ps.setLong(1, id);
                    ps.setLong(2, w.seq());
                    ps.setString(3, w.type());
                    ps.setString(4, w.id());
                    setLong(ps, 5, w.version());
                    setLong(ps, 6, w.before());
                    ps.setBytes(7, bytes(w.hashBefore()));
                    ps.setBytes(8, bytes(w.hashAfter()));
                    ps.setString(9, w.op().word());
                });
    }

    private static byte @Nullable [] bytes(@Nullable ContentHash hash) {
        return hash == null ? null : HEX.parseHex(hash.hex());
    }

    private static void setLong(PreparedStatement ps, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            ps.setNull(index, Types.BIGINT);
        } else {
            ps.setLong(index, value);
        }
    }

    /** Adds findings of the scan. */
    public void addScanFindings(long run, List<Found> findings) {
        findings(run, "scan", findings);
    }

    /** Adds findings of conversion and validation. */
    public void addLoadFindings(long run, List<Found> findings) {
        findings(run, "load", findings);
    }

    private void findings(long run, String stage, List<Found> findings) {
        jdbc.batchUpdate(
                """
                insert into chartlift.finding (run, seq, file, stage, severity, rule, source_path, target_path, message)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                findings,
                BATCH,
                (ps, f) -> {
                    ps.setLong(1, run);
                    setLong(ps, 2, f.seq());
                    ps.setString(3, f.file());
                    ps.setString(4, stage);
                    ps.setString(5, f.finding().severity().name());
                    ps.setString(6, f.finding().rule());
                    ps.setString(7, f.finding().sourcePath());
                    ps.setString(8, f.finding().targetPath());
                    ps.setString(9, f.finding().message());
                });
    }

    /** Findings of the scan for these records, in order of the records. */
    public List<Found> scanFindings(long run, List<Long> seqs) {
        return find(run, seqs, " and stage = 'scan'");
    }

    /** All findings for these records, in order of the records. */
    public List<Found> findings(long run, List<Long> seqs) {
        return find(run, seqs, "");
    }

    private List<Found> find(long run, List<Long> seqs, String and) {
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement("select * from chartlift.finding"
                            + " where run = ? and seq = any(?)" + and
                            + " order by seq, severity, rule, source_path, target_path");
                    ps.setLong(1, run);
                    ps.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
                    return ps;
                },
                (rs, i) -> new Found(rs.getLong("seq"), "", finding(rs)));
    }

    /** Findings about files as a whole. */
    public List<Found> fileFindings(long run) {
        return jdbc.query(
                "select * from chartlift.finding where run = ? and seq is null order by file, rule",
                (rs, i) -> new Found(null, rs.getString("file"), finding(rs)),
                run);
    }

    private static Finding finding(java.sql.ResultSet rs) throws SQLException {
        return new Finding(
                Severity.valueOf(rs.getString("severity")),
                rs.getString("rule"),
                rs.getString("source_path"),
                rs.getString("target_path"),
                rs.getString("message"));
    }

    /**
     * A code that a vocabulary was asked for and does not know.
     *
     * @param vocabulary name of the ConceptMap
     * @param system URI of the code's system; empty if it has none
     * @param code the code, or its length in words if it may be none
     * @param leaves how often it occurs
     */
    public record UnmappedCode(String vocabulary, String system, String code, long leaves) {}

    /** Replaces the run's list of codes that no vocabulary knew. */
    public void unmapped(long run, List<UnmappedCode> codes) {
        jdbc.update("delete from chartlift.unmapped_code where run = ?", run);
        jdbc.batchUpdate(
                "insert into chartlift.unmapped_code (run, vocabulary, system, code, leaves) values (?, ?, ?, ?, ?)",
                codes,
                BATCH,
                (ps, c) -> {
                    ps.setLong(1, run);
                    ps.setString(2, c.vocabulary());
                    ps.setString(3, c.system());
                    ps.setString(4, c.code());
                    ps.setLong(5, c.leaves());
                });
    }

    /** Replaces the run's coverage. */
    public void coverage(long run, Map<CoverageKey, Long> counts) {
        jdbc.update("delete from chartlift.coverage where run = ?", run);
        jdbc.batchUpdate(
                "insert into chartlift.coverage (run, kind, rule, outcome, leaves) values (?, ?, ?, ?, ?)",
                counts.entrySet(),
                BATCH,
                (ps, e) -> {
                    ps.setLong(1, run);
                    ps.setString(2, e.getKey().kind());
                    ps.setString(3, e.getKey().rule());
                    ps.setString(4, e.getKey().outcome());
                    ps.setLong(5, e.getValue());
                });
    }
}

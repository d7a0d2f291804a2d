package org.chartlift.reconcile.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of records, groups, keys and pages of a part. Safe for use by several threads; joins the caller's transaction where there is one. */
final class PlanStore {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BATCH = 500;
    private static final List<String> TABLES = List.of(
            "reconciliation_record",
            "reconciliation_read",
            "reconciliation_key",
            "reconciliation_page",
            "reconciliation_check",
            "reconciliation_difference");

    private final JdbcTemplate jdbc;

    PlanStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes everything of the part away. */
    void clear(Part part) {
        TABLES.forEach(table -> jdbc.update(
                "delete from chartlift." + table + " where reconciliation = ? and part = ?",
                part.comparison(),
                part.number()));
    }

    /**
     * What the ledger recorded of the part's source system: of records with the same bytes the first that took effect, in the order in which they did. A record
     * takes effect once: later runs that met it again found it applied, or changed only what other maps make of it. Records that were rolled back, quarantined or
     * excluded state nothing.
     *
     * @param run the run that is asked for; null for all
     */
    void fromLedger(Part part, @Nullable Long run) {
        jdbc.update(
                """
                insert into chartlift.reconciliation_record (reconciliation, part, seq, source, file, number, byte_offset, byte_length, sha256, format, kind,
                state, asked)
                select ?, ?, row_number() over (order by f.run, f.seq) - 1, 0, f.file, f.number, f.byte_offset, f.byte_length, f.sha256, f.format, f.kind,
                case when f.loaded then 'stated' else f.disposition end,
                ?::bigint is null or exists (select 1 from chartlift.source_record a where a.run = ?::bigint and a.sha256 = f.sha256)
                from (select distinct on (s.sha256) s.*, a.sha256 is not null and s.disposition not in ('quarantined', 'excluded') as loaded
                from chartlift.source_record s join chartlift.run r on r.id = s.run
                join chartlift.source_system y on y.id = r.source_system
                left join (select distinct source_system, sha256 from chartlift.applied) a on a.source_system = y.id and a.sha256 = s.sha256
                where y.uri = ? and r.mode <> 'validate' and s.disposition is not null
                and (s.disposition in ('quarantined', 'excluded') or a.sha256 is not null)
                order by s.sha256, a.sha256 is not null and s.disposition not in ('quarantined', 'excluded') desc, s.run, s.seq) f""",
                part.comparison(),
                part.number(),
                run,
                run,
                part.sourceSystem());
    }

    /** Adds records of files; of records with the same bytes the first stays. */
    void insert(Part part, List<PlannedRecord> records) {
        jdbc.batchUpdate(
                """
                insert into chartlift.reconciliation_record (reconciliation, part, seq, source, file, number, byte_offset, byte_length, sha256, format, kind,
                state, asked) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (reconciliation, part, sha256) do nothing""",
                records,
                BATCH,
                (ps, r) -> {
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setLong(3, r.seq());
                    ps.setInt(4, r.source());
                    ps.setString(5, r.file());
                    ps.setInt(6, r.number());
                    ps.setLong(7, r.offset());
                    ps.setLong(8, r.length());
                    ps.setBytes(9, HEX.parseHex(r.hash().hex()));
                    ps.setString(10, r.format());
                    ps.setString(11, r.kind());
                    ps.setString(12, r.state().word());
                    ps.setBoolean(13, r.asked());
                });
    }

    /** Records of files that the ledger knows as quarantined, and never as applied. */
    void markQuarantined(Part part) {
        jdbc.update(
                """
                update chartlift.reconciliation_record p set state = 'quarantined' from chartlift.quarantine q
                join chartlift.source_system y on y.id = q.source_system
                where p.reconciliation = ? and p.part = ? and p.state <> 'excluded' and y.uri = ? and q.state = 'open' and q.sha256 = p.sha256
                and not exists (select 1 from chartlift.applied a where a.source_system = y.id and a.sha256 = p.sha256)""",
                part.comparison(),
                part.number(),
                part.sourceSystem());
    }

    /** The record turned out not to be readable. */
    void unreadable(Part part, long seq) {
        jdbc.update(
                "update chartlift.reconciliation_record set state = 'unreadable' where reconciliation = ? and part = ? and seq = ?",
                part.comparison(),
                part.number(),
                seq);
    }

    long count(Part part) {
        Long n = jdbc.queryForObject(
                "select count(*) from chartlift.reconciliation_record where reconciliation = ? and part = ?",
                Long.class,
                part.comparison(),
                part.number());
        return n == null ? 0 : n;
    }

    /** The records behind {@code seq}, in order. */
    List<PlannedRecord> records(Part part, long seq, int limit) {
        return jdbc.query(
                "select * from chartlift.reconciliation_record where reconciliation = ? and part = ? and seq > ? order by seq limit ?",
                (rs, i) -> record(rs),
                part.comparison(),
                part.number(),
                seq,
                limit);
    }

    private static PlannedRecord record(ResultSet rs) throws SQLException {
        return new PlannedRecord(
                rs.getLong("seq"),
                rs.getInt("source"),
                rs.getString("file"),
                rs.getInt("number"),
                rs.getLong("byte_offset"),
                rs.getLong("byte_length"),
                new ContentHash(HEX.formatHex(rs.getBytes("sha256"))),
                rs.getString("format"),
                rs.getString("kind"),
                RecordState.of(rs.getString("state")),
                rs.getBoolean("asked"));
    }

    /**
     * What the reading found.
     *
     * @param group of its patients; -1 for a record that is not compared
     * @param seq the record
     * @param leaves populated leaves of its bytes
     */
    record Read(long group, long seq, long leaves) {}

    void reads(Part part, List<Read> reads) {
        jdbc.batchUpdate(
                "insert into chartlift.reconciliation_read (reconciliation, part, group_no, seq, leaves) values (?, ?, ?, ?, ?)",
                reads,
                BATCH,
                (ps, r) -> {
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setLong(3, r.group());
                    ps.setLong(4, r.seq());
                    ps.setLong(5, r.leaves());
                });
    }

    /**
     * A key of patients.
     *
     * @param hash of the identifier
     * @param asked whether it names a patient of a group that is compared
     */
    record Key(long hash, boolean asked) {}

    void keys(Part part, List<Key> keys) {
        jdbc.batchUpdate(
                "insert into chartlift.reconciliation_key (reconciliation, part, hash, asked) values (?, ?, ?, ?) on conflict do nothing",
                keys,
                BATCH,
                (ps, key) -> {
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setLong(3, key.hash());
                    ps.setBoolean(4, key.asked());
                });
    }

    /** Hashes of all keys, or of those of the groups that are compared. */
    void eachKey(Part part, boolean onlyAsked, java.util.function.LongConsumer consumer) {
        jdbc.query(
                "select hash from chartlift.reconciliation_key where reconciliation = ? and part = ? and (asked or not ?)",
                rs -> {
                    consumer.accept(rs.getLong(1));
                },
                part.comparison(),
                part.number(),
                onlyAsked);
    }

    /** Takes the groups into the comparison's pages: some hundred records each, a group never divided. */
    void makePages(Part part, int records, long bytes) {
        jdbc.update(
                """
                insert into chartlift.reconciliation_page (reconciliation, part, page, first_group, last_group, groups, records)
                select ?, ?, row_number() over (order by bin) - 1, min(group_no), max(group_no), count(*), sum(n) from (
                select group_no, n, greatest(div(sum(n) over w - 1, ?), div(sum(size) over w - 1, ?)) as bin from (
                select d.group_no, count(*) as n, sum(p.byte_length) as size from chartlift.reconciliation_read d
                join chartlift.reconciliation_record p on p.reconciliation = d.reconciliation and p.part = d.part and p.seq = d.seq
                where d.reconciliation = ? and d.part = ? and d.group_no >= 0 group by 1) g
                window w as (order by group_no)) b group by bin""",
                part.comparison(),
                part.number(),
                records,
                bytes,
                part.comparison(),
                part.number());
    }

    /**
     * Some groups that are compared in one go.
     *
     * @param number of the page
     * @param first its first group
     * @param last its last group
     * @param groups how many
     * @param records in all of them
     */
    record Page(int number, long first, long last, long groups, long records) {}

    /** The pages that are not done. */
    List<Page> open(Part part) {
        return jdbc.query(
                "select * from chartlift.reconciliation_page where reconciliation = ? and part = ? and not done order by page",
                (rs, i) -> new Page(
                        rs.getInt("page"),
                        rs.getLong("first_group"),
                        rs.getLong("last_group"),
                        rs.getLong("groups"),
                        rs.getLong("records")),
                part.comparison(),
                part.number());
    }

    /** A record with its group. */
    record Member(long group, PlannedRecord record) {}

    /** The records of the page, by group and order. */
    List<Member> members(Part part, Page page) {
        return jdbc.query(
                """
                select d.group_no, p.* from chartlift.reconciliation_read d join chartlift.reconciliation_record p
                on p.reconciliation = d.reconciliation and p.part = d.part and p.seq = d.seq
                where d.reconciliation = ? and d.part = ? and d.group_no between ? and ? order by d.group_no, d.seq""",
                (rs, i) -> new Member(rs.getLong("group_no"), record(rs)),
                part.comparison(),
                part.number(),
                page.first(),
                page.last());
    }

    /** Groups and records of all pages, and those of the pages that are done. */
    long[] progress(long comparison) {
        return jdbc.queryForObject(
                """
                select coalesce(sum(groups), 0), coalesce(sum(records), 0), coalesce(sum(groups) filter (where done), 0),
                coalesce(sum(records) filter (where done), 0) from chartlift.reconciliation_page where reconciliation = ?""",
                (rs, i) -> new long[] {rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4)},
                comparison);
    }

    void done(Part part, Page page) {
        jdbc.update(
                "update chartlift.reconciliation_page set done = true where reconciliation = ? and part = ? and page = ?",
                part.comparison(),
                part.number(),
                page.number());
    }
}

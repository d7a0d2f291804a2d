package org.chartlift.ledger;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.record.Disposition;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The account of a run, counted by the database over the ledger's rows and never taken from a counter of the loader. Safe for use
 * by several threads.
 */
public final class Accounts {
    private static final int NAMED_AT_MOST = 20;

    private final JdbcTemplate jdbc;

    public Accounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Resources of one type.
     *
     * @param type resource type
     * @param created first versions
     * @param updated later versions, re-pointed references among them
     * @param unchanged resources that were found as they should be
     */
    public record ResourceCount(String type, long created, long updated, long unchanged) {}

    /** Control totals of the scan, which the equation is held against. */
    public void control(long run, Map<String, long[]> recordsAndBytes) {
        jdbc.batchUpdate(
                "insert into chartlift.control_total (run, kind, records, bytes) values (?, ?, ?, ?)",
                recordsAndBytes.entrySet(),
                500,
                (ps, e) -> {
                    ps.setLong(1, run);
                    ps.setString(2, e.getKey());
                    ps.setLong(3, e.getValue()[0]);
                    ps.setLong(4, e.getValue()[1]);
                });
    }

    /** Records that the scan read. */
    public long read(long run) {
        Long n = jdbc.queryForObject(
                "select coalesce(sum(records), 0) from chartlift.control_total where run = ?", Long.class, run);
        return n == null ? 0 : n;
    }

    /** Records by disposition; every disposition is there. */
    public Map<Disposition, Long> dispositions(long run) {
        Map<Disposition, Long> counts = new EnumMap<>(Disposition.class);
        for (Disposition d : Disposition.values()) {
            counts.put(d, 0L);
        }
        jdbc.query(
                "select disposition, count(*) from chartlift.source_record where run = ? and disposition is not null group by 1",
                rs -> {
                    counts.put(Disposition.of(rs.getString(1)), rs.getLong(2));
                },
                run);
        return counts;
    }

    /** Records of each kind, such as {@code ADT^A01}, by disposition; sorted by kind. */
    public SortedMap<String, Map<Disposition, Long>> kinds(long run) {
        SortedMap<String, Map<Disposition, Long>> kinds = new TreeMap<>();
        jdbc.query(
                """
                select kind, disposition, count(*) from chartlift.source_record
                where run = ? and disposition is not null group by 1, 2""",
                rs -> {
                    kinds.computeIfAbsent(rs.getString(1), k -> new EnumMap<>(Disposition.class))
                            .put(Disposition.of(rs.getString(2)), rs.getLong(3));
                },
                run);
        return kinds;
    }

    /** Records that got their disposition from the plan, as duplicates, or by the run's early end: all that no worker settled. */
    public Map<Disposition, Long> notLoaded(long run) {
        Map<Disposition, Long> counts = new EnumMap<>(Disposition.class);
        jdbc.query(
                """
                select disposition, count(*) from chartlift.source_record where run = ? and disposition is not null
                and (planned or duplicate_of is not null or disposition = 'excluded') group by 1""",
                rs -> {
                    counts.put(Disposition.of(rs.getString(1)), rs.getLong(2));
                },
                run);
        return counts;
    }

    /** Resources by type, in order of the types. */
    public List<ResourceCount> resources(long run) {
        return jdbc.query(
                """
                select resource_type, count(*) filter (where op = 'created'), count(*) filter (where op in ('updated', 'repointed', 'remapped')),
                count(*) filter (where op = 'unchanged') from chartlift.write where run = ? group by 1 order by 1""",
                (rs, i) -> new ResourceCount(rs.getString(1), rs.getLong(2), rs.getLong(3), rs.getLong(4)),
                run);
    }

    /** Leaves by outcome, in order of the outcomes' words. */
    public Map<String, Long> outcomes(long run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        jdbc.query(
                "select outcome, sum(leaves) from chartlift.coverage where run = ? group by 1 order by 1",
                rs -> {
                    counts.put(rs.getString(1), rs.getLong(2));
                },
                run);
        return counts;
    }

    /**
     * A version that the run wrote.
     *
     * @param resource {@code Type/id}
     * @param version the version
     * @param before the version that it stands on; 0 if there was none
     * @param op what was done
     * @param record {@code file#number} of the last record that had a say in it
     */
    public record Changed(String resource, long version, long before, String op, String record) {}

    /** Versions that the run wrote, by type and id. */
    public List<Changed> changed(long run, int most) {
        return jdbc.query(
                """
                select w.*, s.file || '#' || s.number as record from chartlift.write w join chartlift.source_record s
                on s.run = w.run and s.seq = w.seq where w.run = ? and w.version is not null
                order by w.resource_type, w.resource_id, w.version limit ?""",
                (rs, i) -> new Changed(
                        rs.getString("resource_type") + "/" + rs.getString("resource_id"),
                        rs.getLong("version"),
                        rs.getLong("version_before"),
                        rs.getString("op"),
                        rs.getString("record")),
                run,
                most);
    }

    /** Whether the run compared records with what earlier maps made of them. */
    public boolean hasRemapped(long run) {
        Boolean any = jdbc.queryForObject(
                "select exists (select 1 from chartlift.source_record where run = ? and reason = ?)",
                Boolean.class,
                run,
                LineageLedger.REMAPPED);
        return Boolean.TRUE.equals(any);
    }

    /** Codes that no vocabulary knew, the most frequent first. */
    public List<UnmappedCode> unmapped(long run, int most) {
        return jdbc.query(
                """
                select * from chartlift.unmapped_code where run = ? order by leaves desc, vocabulary, system, code limit ?""",
                (rs, i) -> new UnmappedCode(
                        rs.getString("vocabulary"), rs.getString("system"), rs.getString("code"), rs.getLong("leaves")),
                run,
                most);
    }

    /**
     * What breaks the equation {@code read = created + updated + unchanged + merged + quarantined + excluded}, by kind of record, in
     * words that name the records (the first few of each kind); empty if it holds.
     */
    public List<String> violations(Run run) {
        List<String> found = new java.util.ArrayList<>(jdbc.query(
                """
                select c.kind, c.records, coalesce(s.n, 0) from chartlift.control_total c full join
                (select kind, count(*) as n from chartlift.source_record where run = ? and disposition is not null group by 1) s
                on s.kind = c.kind where c.run = ? and c.records is distinct from s.n""",
                (rs, i) -> "kind '" + rs.getString(1) + "': read " + rs.getLong(2) + ", accounted for " + rs.getLong(3),
                run.id(),
                run.id()));
        name(found, "without disposition", "s.disposition is null", run.id());
        if (run.mode() == RunMode.VALIDATE) {
            return found;
        }
        name(
                found,
                "quarantined without a quarantine entry",
                "s.disposition = 'quarantined' and not exists (select 1 from chartlift.quarantine q"
                        + " where q.source_system = " + run.systemId() + " and q.sha256 = s.sha256)",
                run.id());
        name(
                found,
                "loaded but not marked as applied",
                "s.disposition in ('created', 'updated', 'merged') and not exists (select 1 from chartlift.applied a"
                        + " where a.source_system = " + run.systemId() + " and a.map_set = " + run.mapSetId()
                        + " and a.sha256 = s.sha256)",
                run.id());
        return found;
    }

    private void name(List<String> found, String what, String condition, long run) {
        List<String> records = jdbc.queryForList(
                "select s.file || '#' || s.number from chartlift.source_record s where s.run = ? and " + condition
                        + " order by s.seq limit " + NAMED_AT_MOST,
                String.class,
                run);
        if (!records.isEmpty()) {
            found.add(what + ": " + String.join(", ", records));
        }
    }
}

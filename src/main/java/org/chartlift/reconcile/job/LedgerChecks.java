package org.chartlift.reconcile.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.record.Severity;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the ledger says of its runs, held against what was counted from the bytes, by set-based SQL: {@code counts} and {@code coverage}. Safe for use by several
 * threads.
 */
final class LedgerChecks {
    /** Each kind has as many records as the control total of its run's scan. */
    static final Check TOTAL = new Check(Level.COUNTS, "record.total", Severity.A);
    /** {@code read = created + updated + unchanged + merged + quarantined + excluded}, kind by kind. */
    static final Check EQUATION = new Check(Level.COVERAGE, "record.equation", Severity.A);
    /** Outcomes of leaves, added up, are the leaves that the bytes hold, kind by kind. */
    static final Check LEAVES = new Check(Level.COVERAGE, "leaf.outcomes", Severity.A);
    /** As many records as the sender says. */
    static final Check EXPECTED = new Check(Level.COUNTS, "expected.total", Severity.A);

    private static final String LEFT_OUT = "kind '%s' of run %d (%d of its %d records %s)";
    private static final String RUNS =
            """
            select r.id from chartlift.run r join chartlift.source_system y on y.id = r.source_system
            where y.uri = ? and r.mode in ('load', 'delta', 'retry', 'repair') and r.state in ('completed', 'stopped', 'cancelled', 'failed')
            and (?::bigint is null or r.id = ?::bigint) order by r.id""";

    private final JdbcTemplate jdbc;

    LedgerChecks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Runs of the part's source system that ended, or the one that was asked for. */
    List<Long> runs(Part part, @org.jspecify.annotations.Nullable Long run) {
        return jdbc.queryForList(RUNS, Long.class, part.sourceSystem(), run, run);
    }

    /** Control totals of the scan against the records that are there. */
    void totals(long run, Tally tally) {
        compare(
                tally,
                TOTAL,
                run,
                """
                select coalesce(c.kind, s.kind), coalesce(c.records, 0), coalesce(s.n, 0) from
                (select kind, records from chartlift.control_total where run = ?) c full join
                (select kind, count(*) as n from chartlift.source_record where run = ? group by 1) s on s.kind = c.kind order by 1""");
    }

    /** Dispositions added up by kind against the records of that kind, of which each must have one. */
    void equation(long run, Tally tally) {
        compare(
                tally,
                EQUATION,
                run,
                """
                select coalesce(c.kind, s.kind), coalesce(c.records, 0), coalesce(s.n, 0) from
                (select kind, records from chartlift.control_total where run = ?) c full join
                (select kind, count(*) filter (where disposition = 'created') + count(*) filter (where disposition = 'updated')
                + count(*) filter (where disposition = 'unchanged') + count(*) filter (where disposition = 'merged')
                + count(*) filter (where disposition = 'quarantined') + count(*) filter (where disposition = 'excluded') as n
                from chartlift.source_record where run = ? group by 1) s on s.kind = c.kind order by 1""");
    }

    /**
     * Leaves of the records that the run converted. Left out are kinds of which a record went into quarantine before it could be converted, because how far it came
     * is not recorded by leaf; and kinds of which a record was not read.
     *
     * @return the kinds that were left out, in words
     */
    List<String> leaves(long comparison, int part, long run, Tally tally) {
        List<String> leftOut = new ArrayList<>();
        jdbc.query(
                """
                select coalesce(b.kind, c.kind), coalesce(b.leaves, 0), coalesce(c.leaves, 0), coalesce(b.records, 0), coalesce(b.halted, 0),
                coalesce(b.unread, 0) from (
                select s.kind, sum(d.leaves) as leaves, count(*) as records,
                count(*) filter (where s.disposition in ('quarantined', 'excluded')) as halted, count(*) - count(d.leaves) as unread
                from chartlift.source_record s left join chartlift.reconciliation_record p on p.reconciliation = ? and p.part = ? and p.sha256 = s.sha256
                left join chartlift.reconciliation_read d on d.reconciliation = p.reconciliation and d.part = p.part and d.seq = p.seq
                where s.run = ? and not s.planned and s.duplicate_of is null group by 1) b full join
                (select kind, sum(leaves) as leaves from chartlift.coverage where run = ? group by 1) c on c.kind = b.kind order by 1""",
                rs -> {
                    long halted = rs.getLong(5);
                    long unread = rs.getLong(6);
                    if (halted == 0 && unread == 0) {
                        count(tally, LEAVES, run, rs.getString(1), rs.getLong(2), rs.getLong(3));
                    } else {
                        leftOut.add(LEFT_OUT.formatted(
                                rs.getString(1),
                                run,
                                halted == 0 ? unread : halted,
                                rs.getLong(4),
                                halted == 0 ? "were not read" : "were quarantined or excluded"));
                    }
                },
                comparison,
                part,
                run,
                run);
        return leftOut;
    }

    private void compare(Tally tally, Check check, long run, String sql) {
        jdbc.query(
                sql,
                rs -> {
                    count(tally, check, run, rs.getString(1), rs.getLong(2), rs.getLong(3));
                },
                run,
                run);
    }

    private static void count(Tally tally, Check check, long run, String kind, long expected, long actual) {
        tally.checked(check);
        if (expected != actual) {
            tally.violated(new Difference(
                    check,
                    "run " + run + ", kind '" + kind + "'",
                    "",
                    "",
                    "",
                    Long.toString(expected),
                    Long.toString(actual)));
        }
    }

    /** Records of the part that were asked for, by kind; of those with the same bytes one. */
    SortedMap<String, Long> kinds(Part part) {
        SortedMap<String, Long> kinds = new TreeMap<>();
        jdbc.query(
                """
                select kind, count(*) from chartlift.reconciliation_record where reconciliation = ? and part = ? and asked group by 1""",
                rs -> {
                    kinds.put(rs.getString(1), rs.getLong(2));
                },
                part.comparison(),
                part.number());
        return kinds;
    }

    /** Records of a run by kind, those with the same bytes as another one among them. */
    SortedMap<String, Long> kinds(long run) {
        SortedMap<String, Long> kinds = new TreeMap<>();
        jdbc.query(
                "select kind, count(*) from chartlift.source_record where run = ? group by 1",
                rs -> {
                    kinds.put(rs.getString(1), rs.getLong(2));
                },
                run);
        return kinds;
    }

    /** The sender's totals against the records that were found. */
    static void expected(SortedMap<String, Long> expected, Map<String, Long> kinds, Tally tally) {
        expected.forEach((kind, records) -> {
            long found =
                    kind.isEmpty() ? kinds.values().stream().mapToLong(n -> n).sum() : kinds.getOrDefault(kind, 0L);
            tally.checked(EXPECTED);
            if (found != records) {
                String what = kind.isEmpty() ? "all records" : "kind '" + kind + "'";
                tally.violated(new Difference(EXPECTED, what, "", "", "", records.toString(), Long.toString(found)));
            }
        });
    }

    /** Records by whether they are compared. */
    Map<RecordState, Long> states(long comparison) {
        Map<RecordState, Long> states = new java.util.EnumMap<>(RecordState.class);
        jdbc.query(
                """
                select state, count(*) from chartlift.reconciliation_record p where reconciliation = ? and case when state = 'stated' then exists
                (select 1 from chartlift.reconciliation_read d where d.reconciliation = p.reconciliation and d.part = p.part and d.seq = p.seq
                and d.group_no >= 0) else asked end group by 1""",
                rs -> {
                    states.put(RecordState.of(rs.getString(1)), rs.getLong(2));
                },
                comparison);
        return states;
    }
}

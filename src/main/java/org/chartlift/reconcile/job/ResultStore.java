package org.chartlift.reconcile.job;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.record.Severity;
import org.chartlift.security.PayloadCipher;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What was found: counts in plain, expected and actual values sealed. Safe for use by several threads; joins the caller's transaction where there is one.
 */
final class ResultStore {
    private static final int BATCH = 500;
    private static final char BETWEEN = '\0';

    private final JdbcTemplate jdbc;
    private final PayloadCipher seal;

    ResultStore(JdbcTemplate jdbc, PayloadCipher seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    /** A check as it stands over all pages. */
    record Sum(Check check, long checked, long violated, String error, String notApplicable) {}

    /** What a page found; takes the place of what an earlier attempt at the page had. */
    void put(Part part, int page, Tally tally) {
        clear(part, page);
        Map<Check, Long> violated = new TreeMap<>();
        tally.differences().forEach(d -> violated.merge(d.check(), 1L, Long::sum));
        Map<Check, Long> checked = new TreeMap<>(tally.checked());
        violated.keySet().forEach(c -> checked.putIfAbsent(c, 0L));
        jdbc.batchUpdate(
                """
                insert into chartlift.reconciliation_check (reconciliation, part, page, level, name, severity, checked, violated)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                checked.entrySet(),
                BATCH,
                (ps, e) -> {
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setInt(3, page);
                    ps.setString(4, e.getKey().level().code());
                    ps.setString(5, e.getKey().name());
                    ps.setString(6, e.getKey().severity().name());
                    ps.setLong(7, e.getValue());
                    ps.setLong(8, violated.getOrDefault(e.getKey(), 0L));
                });
        differences(part, page, tally.differences());
    }

    private void clear(Part part, int page) {
        for (String table : List.of("reconciliation_check", "reconciliation_difference")) {
            jdbc.update(
                    "delete from chartlift." + table + " where reconciliation = ? and part = ? and page = ?",
                    part.comparison(),
                    part.number(),
                    page);
        }
    }

    private void differences(Part part, int page, List<Difference> differences) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < differences.size(); i++) {
            numbers.add(i);
        }
        jdbc.batchUpdate(
                """
                insert into chartlift.reconciliation_difference (reconciliation, part, page, number, level, name, severity, record, source_path, reference,
                server_path, content) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                numbers,
                BATCH,
                (ps, n) -> {
                    Difference d = differences.get(n);
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setInt(3, page);
                    ps.setInt(4, n);
                    ps.setString(5, d.check().level().code());
                    ps.setString(6, d.check().name());
                    ps.setString(7, d.check().severity().name());
                    ps.setString(8, d.record());
                    ps.setString(9, d.sourcePath());
                    ps.setString(10, d.reference());
                    ps.setString(11, d.serverPath());
                    String content = d.expected().replace(BETWEEN, ' ') + BETWEEN + d.actual();
                    ps.setBytes(
                            12, seal.seal(content.getBytes(StandardCharsets.UTF_8), context(part.context(), page, n)));
                });
    }

    private static String context(String part, int page, int number) {
        return "difference|" + part + "/" + page + "/" + number;
    }

    /** A check could not be made. */
    void error(Part part, int page, Check check, long checked, String why) {
        failed(part, page, check, checked, why, "");
    }

    /** A check does not apply, wholly or in part. */
    void notApplicable(Part part, int page, Check check, String why) {
        failed(part, page, check, 0, "", why);
    }

    private void failed(Part part, int page, Check check, long checked, String error, String notApplicable) {
        jdbc.update(
                """
                insert into chartlift.reconciliation_check (reconciliation, part, page, level, name, severity, checked, violated, error, not_applicable)
                values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?) on conflict (reconciliation, part, page, level, name, severity) do update
                set error = excluded.error, not_applicable = excluded.not_applicable""",
                part.comparison(),
                part.number(),
                page,
                check.level().code(),
                check.name(),
                check.severity().name(),
                checked,
                error,
                notApplicable);
    }

    /** Resources of which the witness found that they violate the check. */
    Set<String> references(Part part, Check check) {
        return new HashSet<>(jdbc.queryForList(
                """
                select distinct reference from chartlift.reconciliation_difference
                where reconciliation = ? and part = ? and page >= 0 and level = ? and name = ?""",
                String.class,
                part.comparison(),
                part.number(),
                check.level().code(),
                check.name()));
    }

    /** All checks, over parts and pages, in order. */
    List<Sum> sums(long comparison) {
        return jdbc
                .query(
                        """
                select level, name, severity, sum(checked) as checked, sum(violated) as violated,
                coalesce(string_agg(distinct error, '; ') filter (where error <> ''), '') as error,
                coalesce(string_agg(distinct not_applicable, '; ') filter (where not_applicable <> ''), '') as not_applicable
                from chartlift.reconciliation_check where reconciliation = ? group by 1, 2, 3""",
                        (rs, i) -> new Sum(
                                check(rs),
                                rs.getLong("checked"),
                                rs.getLong("violated"),
                                rs.getString("error"),
                                rs.getString("not_applicable")),
                        comparison)
                .stream()
                .sorted(java.util.Comparator.comparing(Sum::check))
                .toList();
    }

    /** All differences in the order of parts, pages and their finding; values opened. Read some hundred at a time. */
    void each(long comparison, Consumer<Difference> consumer) {
        int[] at = {-1, Integer.MIN_VALUE, -1};
        int found = BATCH;
        while (found == BATCH) {
            List<Difference> some = jdbc.query(
                    """
                    select * from chartlift.reconciliation_difference where reconciliation = ? and (part, page, number) > (?, ?, ?)
                    order by part, page, number limit ?""",
                    (rs, i) -> {
                        at[0] = rs.getInt("part");
                        at[1] = rs.getInt("page");
                        at[2] = rs.getInt("number");
                        return difference(rs);
                    },
                    comparison,
                    at[0],
                    at[1],
                    at[2],
                    BATCH);
            some.forEach(consumer);
            found = some.size();
        }
    }

    private Difference difference(ResultSet rs) throws SQLException {
        String part = rs.getLong("reconciliation") + "/" + rs.getInt("part");
        byte[] content = seal.open(rs.getBytes("content"), context(part, rs.getInt("page"), rs.getInt("number")));
        String both = new String(content, StandardCharsets.UTF_8);
        int between = both.indexOf(BETWEEN);
        return new Difference(
                check(rs),
                rs.getString("record"),
                rs.getString("source_path"),
                rs.getString("reference"),
                rs.getString("server_path"),
                both.substring(0, between),
                both.substring(between + 1));
    }

    private static Check check(ResultSet rs) throws SQLException {
        return new Check(
                Level.valueOf(rs.getString("level").toUpperCase(Locale.ROOT)),
                rs.getString("name"),
                Severity.valueOf(rs.getString("severity")));
    }
}

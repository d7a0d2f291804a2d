package org.chartlift.reconcile.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.chartlift.reconcile.Listed;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of the directory of a part. Safe for use by several threads; joins the caller's transaction where there is one. */
final class DirectoryStore {
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;

    DirectoryStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void clear(Part part) {
        jdbc.update(
                "delete from chartlift.reconciliation_directory where reconciliation = ? and part = ?",
                part.comparison(),
                part.number());
    }

    void put(Part part, List<Listed> rows) {
        jdbc.batchUpdate(
                """
                insert into chartlift.reconciliation_directory (reconciliation, part, kind, search_index, lookup, entity, field, seq, asked, hashes)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows,
                BATCH,
                (ps, row) -> {
                    ps.setLong(1, part.comparison());
                    ps.setInt(2, part.number());
                    ps.setString(3, row.kind());
                    ps.setString(4, row.index());
                    ps.setLong(5, row.lookup());
                    ps.setLong(6, row.entity());
                    ps.setString(7, row.field());
                    ps.setLong(8, row.order());
                    ps.setBoolean(9, row.asked());
                    Object[] values =
                            java.util.Arrays.stream(row.values()).boxed().toArray();
                    ps.setArray(10, ps.getConnection().createArrayOf("bigint", values));
                });
    }

    /** Where a page ends: it never divides the entries of one lookup. */
    record Place(String kind, String index, long lookup) {
        static final Place START = new Place("", "", Long.MIN_VALUE);

        static Place of(Listed row) {
            return new Place(row.kind(), row.index(), row.lookup());
        }
    }

    /** All rows of the next lookups behind the place, in order. */
    List<Listed> page(Part part, Place behind, int lookups) {
        return jdbc.query(
                """
                with place as (select distinct kind, search_index, lookup from chartlift.reconciliation_directory
                where reconciliation = ? and part = ? and (kind, search_index, lookup) > (?, ?, ?)
                order by kind, search_index, lookup limit ?)
                select d.* from place p join chartlift.reconciliation_directory d
                on d.reconciliation = ? and d.part = ? and d.kind = p.kind and d.search_index = p.search_index and d.lookup = p.lookup
                order by d.kind, d.search_index, d.lookup, d.entity, d.field""",
                (rs, i) -> row(rs),
                part.comparison(),
                part.number(),
                behind.kind(),
                behind.index(),
                behind.lookup(),
                lookups,
                part.comparison(),
                part.number());
    }

    private static Listed row(ResultSet rs) throws SQLException {
        Long[] values = (Long[]) rs.getArray("hashes").getArray();
        return new Listed(
                rs.getString("kind"),
                rs.getString("search_index"),
                rs.getLong("lookup"),
                rs.getLong("entity"),
                rs.getString("field"),
                rs.getLong("seq"),
                rs.getBoolean("asked"),
                java.util.Arrays.stream(values).mapToLong(Long::longValue).toArray());
    }
}

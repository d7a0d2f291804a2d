package org.chartlift.rollback;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The ledger's writes of one resource that a rollback would take back. Reads only; safe for use by several threads. */
final class OwnWrites {
    private static final String BEHIND_THE_CHECKPOINT =
            """
            where w.resource_type = ? and w.resource_id = ? and w.mark > ? and w.version <= ? and (w.rollback is null or w.rollback <> ?)
            and (cardinality(?::bigint[]) = 0 or w.run = any(?::bigint[])) order by w.version""";

    private final JdbcTemplate jdbc;

    OwnWrites(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * In the order of their versions, up to the one that the item speaks of, in the scope of the rollback and without its own.
     *
     * @param select the SQL before its conditions; {@code chartlift.write} is {@code w} in it
     */
    <T> List<T> of(Rollback rollback, Item item, String select, RowMapper<T> mapper) {
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(select + "\n" + BEHIND_THE_CHECKPOINT);
                    ps.setString(1, item.type());
                    ps.setString(2, item.id());
                    ps.setLong(3, rollback.to().mark());
                    ps.setLong(4, item.current());
                    ps.setLong(5, rollback.id());
                    Array runs = connection.createArrayOf(
                            "bigint", rollback.scope().runs().toArray());
                    ps.setArray(6, runs);
                    ps.setArray(7, runs);
                    return ps;
                },
                mapper);
    }
}

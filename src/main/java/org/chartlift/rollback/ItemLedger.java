package org.chartlift.rollback;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of plans. Safe for use by several threads; joins the caller's transaction where there is one. */
final class ItemLedger {
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;

    ItemLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Hands on all rows that fulfil a condition, in order, page by page. Rows may be changed on the way. */
    void each(long rollback, String condition, Consumer<Item> consumer) {
        long behind = -1;
        List<Item> page = page(rollback, condition, behind);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            behind = page.get(page.size() - 1).seq();
            page = page(rollback, condition, behind);
        }
    }

    List<Item> page(long rollback, String condition, long behind) {
        return jdbc.query(
                "select * from chartlift.rollback_item where rollback = ? and seq > ? and " + condition
                        + " order by seq limit " + PAGE,
                ItemLedger::row,
                rollback,
                behind);
    }

    long count(long rollback, String condition) {
        Long n = jdbc.queryForObject(
                "select count(*) from chartlift.rollback_item where rollback = ? and " + condition,
                Long.class,
                rollback);
        return n == null ? 0 : n;
    }

    Map<Action, Long> counts(long rollback) {
        Map<Action, Long> counts = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            counts.put(action, 0L);
        }
        jdbc.query(
                "select action, count(*) from chartlift.rollback_item where rollback = ? and action is not null group by 1",
                rs -> {
                    counts.put(Action.of(rs.getString(1)), rs.getLong(2));
                },
                rollback);
        return counts;
    }

    void decide(long rollback, long seq, Action action, String why) {
        jdbc.update(
                "update chartlift.rollback_item set action = ?, why = ? where rollback = ? and seq = ?",
                action.word(),
                why,
                rollback,
                seq);
    }

    /** A hold was set on it since the plan. */
    void hold(long rollback, long seq) {
        jdbc.update(
                "update chartlift.rollback_item set action = 'held', why = 'legal-hold', unit = null, stage = null where rollback = ? and seq = ?",
                rollback,
                seq);
    }

    /** It is no more what the plan says: to be decided again. */
    void moved(long rollback, Item item, long current, boolean live) {
        jdbc.update(
                """
                update chartlift.rollback_item set edited = true, current = ?, live = ?, action = null, unit = null, stage = null
                where rollback = ? and seq = ?""",
                current,
                live,
                rollback,
                item.seq());
    }

    void done(long rollback, List<Item> items, Map<Long, Long> written) {
        jdbc.batchUpdate(
                "update chartlift.rollback_item set done = true, written = ? where rollback = ? and seq = ?",
                items,
                PAGE,
                (ps, item) -> {
                    Long version = written.get(item.seq());
                    if (version == null) {
                        ps.setNull(1, java.sql.Types.BIGINT);
                    } else {
                        ps.setLong(1, version);
                    }
                    ps.setLong(2, rollback);
                    ps.setLong(3, item.seq());
                });
    }

    /** Those of the resources ({@code Type/id}) that the plan would delete become kept; answers them. */
    Set<String> keep(long rollback, Set<String> references, String why) {
        if (references.isEmpty()) {
            return Set.of();
        }
        return new TreeSet<>(jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            """
                            update chartlift.rollback_item i set action = 'keep', why = ?, unit = null, stage = null
                            from unnest(?::text[]) w (reference) where i.rollback = ? and i.action = 'delete' and not i.done
                            and i.resource_type = split_part(w.reference, '/', 1) and i.resource_id = split_part(w.reference, '/', 2)
                            returning w.reference""");
                    ps.setString(1, why);
                    ps.setArray(2, connection.createArrayOf("text", references.toArray()));
                    ps.setLong(3, rollback);
                    return ps;
                },
                (rs, i) -> rs.getString(1)));
    }

    /** The rows of these resources ({@code Type/id}), in order. */
    List<Item> named(long rollback, Set<String> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            """
                            select i.* from unnest(?::text[]) w (reference) join hfj_resource r
                            on r.res_type = split_part(w.reference, '/', 1) and r.fhir_id = split_part(w.reference, '/', 2)
                            join chartlift.rollback_item i on i.rollback = ? and i.pid = r.res_id order by i.seq""");
                    ps.setArray(1, connection.createArrayOf("text", references.toArray()));
                    ps.setLong(2, rollback);
                    return ps;
                },
                ItemLedger::row);
    }

    /** Puts rows into units of a stage. */
    void assign(long rollback, int stage, List<Long> seqs, List<Integer> units) {
        jdbc.update(connection -> {
            PreparedStatement ps = connection.prepareStatement(
                    """
                    update chartlift.rollback_item i set stage = ?, unit = u.unit
                    from unnest(?::bigint[], ?::int[]) u (seq, unit) where i.rollback = ? and i.seq = u.seq""");
            ps.setInt(1, stage);
            ps.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
            ps.setArray(3, connection.createArrayOf("int", units.toArray()));
            ps.setLong(4, rollback);
            return ps;
        });
    }

    List<Item> unit(long rollback, int stage, int unit) {
        return jdbc.query(
                "select * from chartlift.rollback_item where rollback = ? and stage = ? and unit = ? and not done order by seq",
                ItemLedger::row,
                rollback,
                stage,
                unit);
    }

    List<Integer> stages(long rollback) {
        return jdbc.queryForList(
                "select distinct stage from chartlift.rollback_item where rollback = ? and unit is not null and not done order by 1",
                Integer.class,
                rollback);
    }

    List<Integer> units(long rollback, int stage) {
        return jdbc.queryForList(
                "select distinct unit from chartlift.rollback_item where rollback = ? and stage = ? and unit is not null and not done order by 1",
                Integer.class,
                rollback,
                stage);
    }

    private static Item row(ResultSet rs, int number) throws SQLException {
        String action = rs.getString("action");
        return new Item(
                rs.getLong("seq"),
                rs.getLong("pid"),
                rs.getString("resource_type"),
                rs.getString("resource_id"),
                number(rs, "base"),
                rs.getLong("current"),
                rs.getBoolean("live"),
                rs.getBoolean("edited"),
                action == null ? null : Action.of(action),
                rs.getString("why"),
                number(rs, "written"));
    }

    private static @org.jspecify.annotations.Nullable Long number(ResultSet rs, String column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? null : value;
    }
}

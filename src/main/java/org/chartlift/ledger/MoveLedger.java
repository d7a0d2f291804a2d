package org.chartlift.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which references lead elsewhere than the source said, because a patient, visit or account was merged or moved: what is needed to give back what was
 * moved. Safe for use by several threads; joins the caller's transaction where there is one.
 */
public final class MoveLedger {
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;

    public MoveLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One reference.
     *
     * @param resource the resource that holds it, {@code Type/id}
     * @param path the element that it stands in
     * @param from what the source said, {@code Type/id}
     * @param to what it leads to, {@code Type/id}
     * @param seq the record on account of which it was re-pointed
     */
    public record Move(String resource, String path, String from, String to, long seq) {}

    /** Notes moves; of a reference that was moved before, the last one stands. */
    public void add(long run, List<Move> moves) {
        jdbc.batchUpdate(
                """
                insert into chartlift.moved as m (resource, path, moved_from, moved_to, run, seq) values (?, ?, ?, ?, ?, ?)
                on conflict (resource, path, moved_from) do update set moved_to = excluded.moved_to, run = excluded.run,
                seq = excluded.seq, mark = excluded.mark where m.moved_to <> excluded.moved_to""",
                moves,
                BATCH,
                (ps, m) -> {
                    ps.setString(1, m.resource());
                    ps.setString(2, m.path());
                    ps.setString(3, m.from());
                    ps.setString(4, m.to());
                    ps.setLong(5, run);
                    ps.setLong(6, m.seq());
                });
    }

    /** Forgets moves that were taken back. */
    public void remove(List<Move> moves) {
        jdbc.batchUpdate(
                "delete from chartlift.moved where resource = ? and path = ? and moved_from = ?",
                moves,
                BATCH,
                (ps, m) -> {
                    ps.setString(1, m.resource());
                    ps.setString(2, m.path());
                    ps.setString(3, m.from());
                });
    }

    /** Whether a reference of the resource was re-pointed from the one to the other, and not given back. */
    public boolean isMoved(String resource, String from, String to) {
        Boolean moved = jdbc.queryForObject(
                "select exists (select 1 from chartlift.moved where resource = ? and moved_from = ? and moved_to = ?)",
                Boolean.class,
                resource,
                from,
                to);
        return Boolean.TRUE.equals(moved);
    }

    /** The references of a resource that were re-pointed, and not given back. */
    public List<Move> of(String resource) {
        return jdbc.query(
                "select * from chartlift.moved where resource = ? order by path, moved_from",
                MoveLedger::move,
                resource);
    }

    private static Move move(ResultSet rs, int number) throws SQLException {
        return new Move(
                rs.getString("resource"),
                rs.getString("path"),
                rs.getString("moved_from"),
                rs.getString("moved_to"),
                rs.getLong("seq"));
    }

    /** What was moved from the one to one of the others, in order of the resources. */
    public List<Move> moved(String from, List<String> to) {
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            "select * from chartlift.moved where moved_from = ? and moved_to = any(?) order by resource, path");
                    ps.setString(1, from);
                    ps.setArray(2, connection.createArrayOf("text", to.toArray()));
                    return ps;
                },
                MoveLedger::move);
    }
}

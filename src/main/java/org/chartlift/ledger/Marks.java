package org.chartlift.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The numbers of everything that happens to resources: rows of writes, edits and applied records draw theirs from one sequence. One number divides before from
 * after because whoever draws shares a lock until the commit, and {@link #divide} has it alone. Safe for use by several threads.
 */
public final class Marks {
    /** Any number that no other program uses for an advisory lock. */
    private static final long LOCK = 0x63686c664d61726bL;

    private final JdbcTemplate jdbc;

    public Marks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** To be called in the transaction that inserts numbered rows, before it does; held until it ends. */
    public void share() {
        jdbc.query("select pg_advisory_xact_lock_shared(?)", rs -> {}, LOCK);
    }

    /**
     * To be called in the transaction, instead of {@link #share}: no other transaction that wrote a resource commits from now on until this one ends, and all
     * that have come so far can be seen by the next statement.
     */
    public void exclude() {
        jdbc.query("select pg_advisory_xact_lock(?)", rs -> {}, LOCK);
    }

    /**
     * Waits until no transaction that draws is on its way, opens a snapshot of the database, and lets them go on.
     *
     * @param session a connection without a transaction; afterwards it is in a read-only one, isolation repeatable read, that sees exactly what has a smaller
     *     number, and everything else that was committed
     * @return the number
     */
    public static long divide(Connection session) throws SQLException {
        session.setAutoCommit(true);
        call(session, "select pg_advisory_lock(?)", LOCK);
        try {
            long mark = call(session, "select nextval('chartlift.mark') where ? is not null", LOCK);
            session.setReadOnly(true);
            session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            session.setAutoCommit(false);
            call(session, "select 1 where ? is not null", LOCK);
            return mark;
        } finally {
            // in the transaction or not: the lock is the session's
            call(session, "select pg_advisory_unlock(?)", LOCK);
        }
    }

    private static long call(Connection session, String sql, long lock) throws SQLException {
        try (PreparedStatement ps = session.prepareStatement(sql)) {
            ps.setLong(1, lock);
            try (ResultSet rs = ps.executeQuery()) {
                return rs.next() && rs.getObject(1) instanceof Number n ? n.longValue() : 0;
            }
        }
    }
}

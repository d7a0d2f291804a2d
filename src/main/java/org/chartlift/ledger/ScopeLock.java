package org.chartlift.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One run at a time per source system: an advisory lock of PostgreSQL, held by a session of its own, so that the end of the process
 * in any way frees it. Closing frees it too.
 */
public final class ScopeLock implements AutoCloseable {
    private static final int NAMESPACE = 0x43484c46;

    private final Connection session;
    private final List<String> names;

    private ScopeLock(Connection session, List<String> names) {
        this.session = session;
        this.names = names;
    }

    /** The lock, or empty if another run has it. */
    public static Optional<ScopeLock> tryLock(DataSource dataSource, String sourceSystem) {
        return tryAll(dataSource, List.of(sourceSystem));
    }

    /** The locks of all these scopes, or empty if another has one of them. */
    public static Optional<ScopeLock> tryAll(DataSource dataSource, List<String> names) {
        try {
            Connection session = dataSource.getConnection();
            session.setAutoCommit(true);
            List<String> taken = new ArrayList<>();
            ScopeLock lock = new ScopeLock(session, taken);
            try {
                for (String name : names) {
                    if (!call(session, "select pg_try_advisory_lock(?, hashtext(?))", name)) {
                        lock.close();
                        return Optional.empty();
                    }
                    taken.add(name);
                }
                return Optional.of(lock);
            } catch (SQLException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new org.springframework.jdbc.CannotGetJdbcConnectionException("cannot take the run's lock", e);
        }
    }

    private static boolean call(Connection session, String sql, String sourceSystem) throws SQLException {
        try (PreparedStatement ps = session.prepareStatement(sql)) {
            ps.setInt(1, NAMESPACE);
            ps.setString(2, sourceSystem);
            try (ResultSet rs = ps.executeQuery()) {
                return rs.next() && rs.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        try (session) {
            for (String name : names) {
                call(session, "select pg_advisory_unlock(?, hashtext(?))", name);
            }
        } catch (SQLException e) {
            // the session is gone, and its lock with it
            org.slf4j.LoggerFactory.getLogger(ScopeLock.class).warn("the run's lock session ended early", e);
        }
    }
}

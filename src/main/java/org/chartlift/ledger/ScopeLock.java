package org.chartlift.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * One run at a time per source system: advisory locks of PostgreSQL, held by a session of their own, so that the end of the process
 * in any way frees them. Closing frees them too. For one thread at a time.
 */
public final class ScopeLock implements AutoCloseable {
    private static final int NAMESPACE = 0x43484c46;

    private final Connection session;

    private ScopeLock(Connection session) {
        this.session = session;
    }

    /** The lock, or empty if another run has it. */
    public static Optional<ScopeLock> tryLock(DataSource dataSource, String sourceSystem) {
        return tryAll(dataSource, List.of(sourceSystem));
    }

    /** The locks of all these scopes, or empty if another has one of them. */
    public static Optional<ScopeLock> tryAll(DataSource dataSource, List<String> names) {
        return open(dataSource, "select pg_try_advisory_lock(?, hashtext(?))", names);
    }

    /** The lock of this scope beside others that have it so too, or empty if somebody has it alone. */
    public static Optional<ScopeLock> tryShared(DataSource dataSource, String name) {
        return open(dataSource, "select pg_try_advisory_lock_shared(?, hashtext(?))", List.of(name));
    }

    private static Optional<ScopeLock> open(DataSource dataSource, String sql, List<String> names) {
        ScopeLock lock = new ScopeLock(session(dataSource));
        for (String name : names) {
            if (!lock.call(sql, name)) {
                lock.close();
                return Optional.empty();
            }
        }
        return Optional.of(lock);
    }

    private static Connection session(DataSource dataSource) {
        try {
            Connection session = dataSource.getConnection();
            try {
                session.setAutoCommit(true);
                return session;
            } catch (SQLException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Takes the lock of another scope too, if nobody has it; answers whether it did. */
    public boolean tryAlso(String name) {
        return call("select pg_try_advisory_lock(?, hashtext(?))", name);
    }

    private boolean call(String sql, String name) {
        try (PreparedStatement ps = session.prepareStatement(sql)) {
            ps.setInt(1, NAMESPACE);
            ps.setString(2, name);
            try (ResultSet rs = ps.executeQuery()) {
                return rs.next() && rs.getBoolean(1);
            }
        } catch (SQLException e) {
            close();
            throw failed(e);
        }
    }

    private static CannotGetJdbcConnectionException failed(SQLException e) {
        return new CannotGetJdbcConnectionException("cannot take the run's lock", e);
    }

    @Override
    public void close() {
        try (session;
                PreparedStatement ps = session.prepareStatement("select pg_advisory_unlock_all()")) {
            ps.execute();
        } catch (SQLException e) {
            // the session is gone, and its lock with it
            org.slf4j.LoggerFactory.getLogger(ScopeLock.class).warn("the run's lock session ended early", e);
        }
    }
}

package org.chartlift.rollback;

import java.util.Optional;
import javax.sql.DataSource;
import org.chartlift.ledger.ScopeLock;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps runs and rollbacks apart: a run holds the lock of rollbacks together with other runs, a rollback holds it alone. A rollback that was interrupted holds no
 * lock any more, but its plan knows nothing of what a run would write now, so its row keeps runs out until it is resumed or ended. Safe for use by several threads.
 */
public final class RunGate {
    static final String LOCK = "https://chartlift.org/rollback";

    private final DataSource dataSource;
    private final RollbackLedger rollbacks;

    public RunGate(DataSource dataSource, JdbcTemplate jdbc) {
        this.dataSource = dataSource;
        this.rollbacks = new RollbackLedger(jdbc);
    }

    /**
     * What a run holds as long as it is on its way; empty if another run of the source system is.
     *
     * @throws RollbackConflictException if a rollback is on its way, or was interrupted and neither resumed nor ended
     */
    public Optional<ScopeLock> enter(String sourceSystem) {
        ScopeLock lock = ScopeLock.tryShared(dataSource, LOCK).orElseThrow(this::onItsWay);
        try {
            Optional<Rollback> interrupted = rollbacks.executing();
            if (interrupted.isPresent()) {
                throw interrupted(interrupted.get());
            }
            if (lock.tryAlso(sourceSystem)) {
                return Optional.of(lock);
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        lock.close();
        return Optional.empty();
    }

    private RollbackConflictException onItsWay() {
        return new RollbackConflictException(
                rollbacks.executing().map(r -> "rollback Task/" + r.taskId()).orElse("a rollback") + " is on its way");
    }

    private static RollbackConflictException interrupted(Rollback rollback) {
        return new RollbackConflictException("rollback Task/" + rollback.taskId()
                + " was interrupted: send its call again to go on with it, or end it by DELETE of $rollback-status?_rollback="
                + rollback.id());
    }
}

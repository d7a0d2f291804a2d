package org.chartlift.rollback;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What every rollback uses; all of it is safe for use by several threads.
 *
 * @param dataSource for sessions of locks
 * @param manager of transactions that hold rows alone
 * @param jdbc our own tables
 * @param load writes Bundles and ledger rows
 * @param operational writes Tasks and plans
 * @param checkpoints takes the checkpoint before an execution
 * @param versions reads versions
 * @param rollbacks rows of rollbacks
 * @param items rows of plans
 * @param heldBy legal holds
 * @param delta writes what others wrote since
 * @param settings how fast
 */
record RollbackServices(
        DataSource dataSource,
        PlatformTransactionManager manager,
        JdbcTemplate jdbc,
        LoadServices load,
        OperationalWriter operational,
        Checkpoints checkpoints,
        Versions versions,
        RollbackLedger rollbacks,
        ItemLedger items,
        Supplier<Holds> heldBy,
        ReverseDeltas delta,
        RollbackSettings settings) {
    Holds holds() {
        return heldBy.get();
    }

    void inTransaction(Runnable work) {
        new TransactionTemplate(manager).executeWithoutResult(status -> work.run());
    }

    /** A new plan. */
    Rollback open(RollbackRequest request) {
        return rollbacks.open(request, mark(), load.clock().instant());
    }

    /** A new number; whoever wrote with a smaller one has committed. */
    long mark() {
        Long mark = new TransactionTemplate(manager).execute(status -> new PlanCollector(jdbc, versions, items).mark());
        return mark == null ? 0 : mark;
    }
}

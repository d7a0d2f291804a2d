package org.chartlift.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class UnitOfWorkTest {
    private static final UnitOfWork UNIT = new UnitOfWork("run", List.of(), "", "", "", "", true);

    @Test
    void needs_a_transaction() {
        assertThatIllegalStateException().isThrownBy(UNIT::bindToTransaction);
    }

    @Test
    void is_bound_until_the_transaction_commits() {
        new TransactionTemplate(new NoDatabase()).executeWithoutResult(status -> {
            UNIT.bindToTransaction();
            assertThat(UnitOfWork.current()).contains(UNIT);
            assertThatIllegalStateException().isThrownBy(UNIT::bindToTransaction);
        });
        assertThat(UnitOfWork.current()).isEmpty();
    }

    @Test
    void is_bound_until_the_transaction_rolls_back() {
        new TransactionTemplate(new NoDatabase()).executeWithoutResult(status -> {
            UNIT.bindToTransaction();
            status.setRollbackOnly();
        });
        assertThat(UnitOfWork.current()).isEmpty();
    }

    @Test
    void is_not_seen_by_a_transaction_that_interrupts() {
        NoDatabase manager = new NoDatabase();
        TransactionTemplate inner = new TransactionTemplate(manager);
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        new TransactionTemplate(manager).executeWithoutResult(status -> {
            UNIT.bindToTransaction();
            inner.executeWithoutResult(s -> assertThat(UnitOfWork.current()).isEmpty());
            assertThat(UnitOfWork.current()).contains(UNIT);
        });
    }

    /** Spring's own transaction handling with no database behind it. */
    private static final class NoDatabase extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1;

        private boolean open;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return open;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            open = true;
        }

        @Override
        protected Object doSuspend(Object transaction) {
            open = false;
            return transaction;
        }

        @Override
        protected void doResume(Object transaction, Object suspended) {
            open = true;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            open = false;
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            open = false;
        }
    }
}

package io.wattline.query.postgres.connection;

import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Transactions that are [WorkUnderWay] from their begin until their COMMIT or ROLLBACK is answered.
final class WatchedTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WatchedTransactions.class);

    private final transient WorkUnderWay work;

    WatchedTransactions(DataSource pool, WorkUnderWay work) {
        super(pool);
        this.work = work;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        if (TransactionSynchronizationManager.getResource(obtainDataSource()) instanceof ConnectionHolder holder) {
            work.begins(holder.getConnection());
        }
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        super.doCommit(status);
        work.answered();
    }

    // A server that is gone has rolled back. What the work failed with says more than this failure would, which would
    // take its place; the pool drops a connection that cannot be reset.
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (TransactionException | DataAccessException e) {
            LOG.debug("could not roll back", e);
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        // Before the pool has it back, so that the next work on it is not taken for this one.
        if (TransactionSynchronizationManager.getResource(obtainDataSource()) instanceof ConnectionHolder holder) {
            work.ends(holder.getConnection());
        }
        super.doCleanupAfterCompletion(transaction);
    }
}

package io.wattline.query.postgres.connection;

import io.wattline.db.DatabaseConfig;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The database as this service uses it: two kinds of transaction, and a log line whenever it goes away or comes
/// back.
///
/// The mode is set by the transaction's first statement, not through JDBC, which would set the isolation level for
/// the session and back again, two round trips more. The role's sessions are read only by default.
public final class QueryDatabase implements AutoCloseable {

    private static final String READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String WRITE = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";

    private final JdbcClient jdbc;
    private final TransactionTemplate template;
    private final DatabaseState state = new DatabaseState();

    private final @Nullable DatabaseWatch watch;

    /// Works through `pool`, which the caller closes. If the database falls silent while it works, that is known after
    /// the pool's socket time-out.
    public QueryDatabase(DataSource pool) {
        this(pool, new JdbcTransactionManager(pool), null);
    }

    private QueryDatabase(DataSource pool, JdbcTransactionManager transactions, @Nullable DatabaseWatch watch) {
        this.jdbc = JdbcClient.create(pool);
        this.template = new TransactionTemplate(transactions);
        this.watch = watch;
    }

    /// Uses `pool`, which the caller closes, and watches its work: if the database falls silent, callers that
    /// wait for it fail within two seconds. This needs one more connection to the same database.
    public static QueryDatabase watched(DataSource pool, DatabaseConfig config) {
        WorkUnderWay work = new WorkUnderWay();
        return new QueryDatabase(
                pool, new WatchedTransactions(pool, work), DatabaseWatch.start(work, new ServerPing(config)));
    }

    /// Ends the watch.
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /// Runs `work` on one consistent state.
    public <T> T read(Function<JdbcClient, T> work) {
        return run(READ, work);
    }

    /// Runs `work` so that it may write; an exception rolls all of it back.
    public <T> T write(Function<JdbcClient, T> work) {
        return run(WRITE, work);
    }

    private <T> T run(String mode, Function<JdbcClient, T> work) {
        try {
            T result = Objects.requireNonNull(template.execute(status -> {
                jdbc.sql(mode).update();
                return work.apply(jdbc);
            }));
            state.answered();
            return result;
        } catch (RuntimeException e) {
            state.failed(e);
            throw e;
        }
    }
}

package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.Rig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Locks tables, so that batches hang before their COMMIT until it is closed. Locks on the live tables hang a
/// batch that has written its history already.
///
/// The ingestors give up waiting after five seconds, roll back and try again.
public final class TableLock implements AutoCloseable {

    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'wattline-ingestor' AND wait_event_type = 'Lock'
            """;

    private final Rig rig;
    private final Connection connection;

    private TableLock(Rig rig, Connection connection) {
        this.rig = rig;
        this.connection = connection;
    }

    /// Takes the lock, waiting for batches that are under way.
    public static TableLock on(Rig rig, String tables) throws SQLException {
        Connection connection = rig.connect();
        connection.setAutoCommit(false);
        var lock = new TableLock(rig, connection);
        lock.execute("LOCK TABLE " + tables + " IN EXCLUSIVE MODE");
        return lock;
    }

    /// Does something in the same transaction.
    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Waits until `batches` batches hang.
    public void awaitBlocked(int batches) {
        Awaitility.await(batches + " batches blocked")
                .atMost(Form.now().bound())
                .pollInterval(Duration.ofMillis(20))
                .until(() -> blocked() >= batches);
    }

    /// How many batches hang now.
    public long blocked() {
        Long blocked = rig.sql().queryForObject(WAITING, Long.class);
        return blocked == null ? 0 : blocked;
    }

    /// The server has died, and the lock with it.
    public void forget() throws SQLException {
        connection.abort(Runnable::run);
    }

    /// Lets go; does nothing the second time.
    public void release() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        release();
    }
}

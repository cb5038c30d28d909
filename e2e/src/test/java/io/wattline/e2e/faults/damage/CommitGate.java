package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Form;
import io.wattline.e2e.faults.harness.Rig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Makes COMMIT itself hang, in the server, until it is opened: a deferred trigger waits for a lock that the gate
/// holds.
///
/// The ingestors' time-out for locks ends the wait after five seconds, and the transaction with it; so be quick.
public final class CommitGate implements AutoCloseable {

    private static final long KEY = 0x6761_7465L;

    private static final String INSTALL = """
            CREATE OR REPLACE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER meter_gate AFTER INSERT OR UPDATE ON meter_live
              DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
            CREATE CONSTRAINT TRIGGER vehicle_gate AFTER INSERT OR UPDATE ON vehicle_live
              DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
            """.formatted(KEY);
    private static final String REMOVE =
            "DROP TRIGGER meter_gate ON meter_live; DROP TRIGGER vehicle_gate ON vehicle_live";
    private static final String COMMITTING = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'wattline-ingestor'
              AND query = 'COMMIT' AND wait_event = 'advisory'
            """;

    private final Rig rig;
    private final Connection holder;

    private CommitGate(Rig rig, Connection holder) {
        this.rig = rig;
        this.holder = holder;
    }

    /// Installs the gate and shuts it.
    public static CommitGate shut(Rig rig) throws SQLException {
        Connection holder = rig.connect();
        var gate = new CommitGate(rig, holder);
        gate.execute("SELECT pg_advisory_lock(" + KEY + ")");
        gate.execute(INSTALL);
        return gate;
    }

    /// Waits until `batches` transactions hang in their COMMIT.
    public void awaitCommitting(int batches) {
        Awaitility.await(batches + " batches committing")
                .atMost(Form.now().bound())
                .pollInterval(Duration.ofMillis(10))
                .until(() -> committing() >= batches);
    }

    private long committing() {
        Long committing = rig.sql().queryForObject(COMMITTING, Long.class);
        return committing == null ? 0 : committing;
    }

    /// Lets them commit, and all that follow.
    public void open() throws SQLException {
        execute("SELECT pg_advisory_unlock_all()");
    }

    @Override
    public void close() throws SQLException {
        // Ending the session opens the gate; it may have ended with the server.
        holder.close();
        rig.sql().execute(REMOVE);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = holder.createStatement()) {
            statement.execute(sql);
        }
    }
}

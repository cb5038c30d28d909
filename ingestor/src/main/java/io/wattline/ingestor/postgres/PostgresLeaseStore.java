package io.wattline.ingestor.postgres;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseStore;
import io.wattline.ingestor.lease.LeaseStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionTemplate;

/// The leases in the tables `ingestor` and `consumer_slot`, on a connection of its own: a pool that is exhausted, or
/// busy waiting for a lock, must not cost a slot. For one thread.
public final class PostgresLeaseStore implements LeaseStore {

    // Renewals share it, changing the slot count excludes them: it locks rows of several holders.
    private static final long SLOTS_LOCK = 0x57_4C_53_4C_4F_54_53L;
    private static final String ALIVE = "expires_at > clock_timestamp()";
    private static final String LEASE_END = "clock_timestamp() + make_interval(secs => :seconds)";

    private final DatabaseConfig database;
    private final String shareGroup;
    private @Nullable Session session;

    /// One connection, and what works on it.
    private record Session(Connection connection, JdbcClient sql, TransactionTemplate transaction) {}

    /// @param database with time-outs shorter than a lease
    public PostgresLeaseStore(DatabaseConfig database, String shareGroup) {
        this.database = database;
        this.shareGroup = shareGroup;
    }

    @Override
    public boolean enter(Identity identity, Duration lease) {
        return inTransaction(sql -> {
            int entered = sql.sql("INSERT INTO ingestor (ingestor_id, instance, expires_at) VALUES (:id, :instance, "
                            + LEASE_END + ") ON CONFLICT (ingestor_id) DO UPDATE"
                            + " SET instance = excluded.instance, expires_at = excluded.expires_at"
                            + " WHERE ingestor.instance = excluded.instance OR NOT (ingestor." + ALIVE + ")")
                    .param("id", identity.ingestorId())
                    .param("instance", identity.instance())
                    .param("seconds", seconds(lease))
                    .update();
            if (entered == 1) {
                sql.sql("UPDATE consumer_slot SET instance = :instance, expires_at = " + LEASE_END
                                + " WHERE share_group = :group AND ingestor_id = :id")
                        .param("instance", identity.instance())
                        .param("seconds", seconds(lease))
                        .param("group", shareGroup)
                        .param("id", identity.ingestorId())
                        .update();
            }
            return entered == 1;
        });
    }

    @Override
    public int setSlotCount(int slots) {
        return inTransaction(sql -> {
            sql.sql("SELECT pg_advisory_xact_lock(:key)")
                    .param("key", SLOTS_LOCK)
                    .query(rs -> {});
            int before = sql.sql("SELECT count(*) FROM consumer_slot WHERE share_group = :group AND NOT draining")
                    .param("group", shareGroup)
                    .query(Integer.class)
                    .single();
            sql.sql("""
                            INSERT INTO consumer_slot (share_group, slot)
                            SELECT :group, number FROM generate_series(0, :slots - 1) AS number
                            ON CONFLICT (share_group, slot) DO UPDATE SET draining = false WHERE consumer_slot.draining
                            """).param("group", shareGroup).param("slots", slots).update();
            sql.sql("UPDATE consumer_slot SET draining = true WHERE share_group = :group AND slot >= :slots")
                    .param("group", shareGroup)
                    .param("slots", slots)
                    .update();
            return before;
        });
    }

    @Override
    public Renewal renew(Identity identity, Duration lease) {
        return inTransaction(sql -> {
            sql.sql("SELECT pg_advisory_xact_lock_shared(:key)")
                    .param("key", SLOTS_LOCK)
                    .query(rs -> {});
            int renewed = sql.sql("UPDATE ingestor SET expires_at = " + LEASE_END
                            + " WHERE ingestor_id = :id AND instance = :instance")
                    .param("seconds", seconds(lease))
                    .param("id", identity.ingestorId())
                    .param("instance", identity.instance())
                    .update();
            if (renewed == 0) {
                return new Renewal(true, 0, 1, 0, Set.of());
            }
            List<Slot> held = sql.sql("UPDATE consumer_slot SET expires_at = " + LEASE_END
                            + " WHERE share_group = :group AND ingestor_id = :id AND instance = :instance"
                            + " RETURNING slot, draining")
                    .param("seconds", seconds(lease))
                    .param("group", shareGroup)
                    .param("id", identity.ingestorId())
                    .param("instance", identity.instance())
                    .query((row, number) -> new Slot(row.getInt(1), row.getBoolean(2)))
                    .list();
            return sql.sql("SELECT count(*) FILTER (WHERE ingestor_id < :id), count(*),"
                            + " (SELECT count(*) FROM consumer_slot WHERE share_group = :group)"
                            + " FROM ingestor WHERE " + ALIVE)
                    .param("id", identity.ingestorId())
                    .param("group", shareGroup)
                    .query((row, number) -> new Renewal(
                            false, row.getInt(1), Math.max(row.getInt(2), 1), row.getInt(3), new HashSet<>(held)))
                    .single();
        });
    }

    @Override
    public Set<Taken> take(Identity identity, Duration lease, int most, boolean adopt) {
        return inTransaction(sql -> new HashSet<>(sql.sql("UPDATE consumer_slot AS slot"
                        + " SET ingestor_id = :id, instance = :instance, expires_at = " + LEASE_END
                        + " FROM (SELECT slot AS number, ingestor_id IS NOT NULL AS adopted FROM consumer_slot"
                        + " WHERE share_group = :group AND (ingestor_id IS NULL OR (:adopt AND NOT " + ALIVE + "))"
                        + " ORDER BY slot LIMIT :most FOR UPDATE SKIP LOCKED) AS open"
                        + " WHERE slot.share_group = :group AND slot.slot = open.number"
                        + " RETURNING slot.slot, slot.draining, open.adopted")
                .param("id", identity.ingestorId())
                .param("instance", identity.instance())
                .param("seconds", seconds(lease))
                .param("group", shareGroup)
                .param("adopt", adopt)
                .param("most", most)
                .query((row, number) -> new Taken(new Slot(row.getInt(1), row.getBoolean(2)), row.getBoolean(3)))
                .list()));
    }

    @Override
    public void free(Identity identity, int slot) {
        inTransaction(sql -> sql.sql("""
                        UPDATE consumer_slot SET ingestor_id = NULL, instance = NULL, expires_at = NULL
                        WHERE share_group = :group AND slot = :slot AND ingestor_id = :id AND instance = :instance
                        """)
                .param("group", shareGroup)
                .param("slot", slot)
                .param("id", identity.ingestorId())
                .param("instance", identity.instance())
                .update());
    }

    @Override
    public void remove(Identity identity, int slot) {
        inTransaction(sql -> sql.sql("SELECT remove_drained_slot(:group, :slot, :instance)")
                .param("group", shareGroup)
                .param("slot", slot)
                .param("instance", identity.instance())
                .query(Boolean.class)
                .single());
    }

    @Override
    public void leave(Identity identity) {
        inTransaction(sql -> sql.sql(
                        "UPDATE ingestor SET expires_at = clock_timestamp() WHERE ingestor_id = :id AND instance = :instance")
                .param("id", identity.ingestorId())
                .param("instance", identity.instance())
                .update());
    }

    @Override
    public void close() {
        if (session != null) {
            JdbcUtils.closeConnection(session.connection());
            session = null;
        }
    }

    private <T> T inTransaction(Function<JdbcClient, T> work) {
        try {
            Session current = session();
            T result = current.transaction().execute(status -> work.apply(current.sql()));
            if (result == null) {
                throw new IllegalStateException("a lease transaction without a result");
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            // Whatever it was, the next round begins with a new connection.
            close();
            throw new LeaseStoreException(String.valueOf(SqlFaults.classify(e).getMessage()), e);
        }
    }

    private Session session() throws SQLException {
        Session current = session;
        if (current == null) {
            Connection connection = DataSources.connect(database);
            var source = new SingleConnectionDataSource(connection, true);
            current = new Session(
                    connection, JdbcClient.create(source), new TransactionTemplate(new JdbcTransactionManager(source)));
            session = current;
        }
        return current;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}

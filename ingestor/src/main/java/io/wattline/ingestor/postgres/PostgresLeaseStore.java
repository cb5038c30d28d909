package io.wattline.ingestor.postgres;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseStore;
import io.wattline.ingestor.lease.LeaseStoreException;
import io.wattline.ingestor.lease.Presence;
import io.wattline.ingestor.lease.Renewal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionTemplate;

/// The leases in the tables `ingestor` and `consumer_slot`, on a connection of its own: a pool that is exhausted, or
/// busy waiting for a lock, must not cost a slot. For one thread.
public final class PostgresLeaseStore implements LeaseStore {

    private static final String LEASE_END = "clock_timestamp() + make_interval(secs => :seconds)";
    private static final String LEASE = "make_interval(secs => :seconds)";
    /// Of `ingestor`: new, renewed, or another's that has expired.
    private static final String ENTER = """
            INSERT INTO ingestor AS own (share_group, ingestor_id, instance, lease, expires_at, connected_since)
            VALUES (:group, :id, :instance, make_interval(secs => :seconds),
                    clock_timestamp() + make_interval(secs => :seconds), CASE WHEN :connected THEN clock_timestamp() END)
            ON CONFLICT (share_group, ingestor_id) DO UPDATE
            SET instance = excluded.instance, lease = excluded.lease, expires_at = excluded.expires_at,
                connected_since = CASE
                  WHEN excluded.connected_since IS NOT NULL AND own.instance = excluded.instance
                    AND lease_runs(own.expires_at, own.lease) THEN COALESCE(own.connected_since, excluded.connected_since)
                  ELSE excluded.connected_since END
            WHERE own.instance = excluded.instance OR NOT lease_runs(own.expires_at, own.lease)
            """;
    private static final String RENEW_SLOTS = """
            UPDATE consumer_slot
            SET lease = make_interval(secs => :seconds), expires_at = clock_timestamp() + make_interval(secs => :seconds),
                served_at = CASE WHEN slot = ANY (CAST(:served AS integer[])) THEN clock_timestamp() ELSE served_at END
            WHERE share_group = :group AND ingestor_id = :id AND instance = :instance
            RETURNING slot, draining
            """;
    private static final String STANDING = """
            SELECT COALESCE(bool_or(ingestor_id = :id), false), count(*) FILTER (WHERE ingestor_id < :id), count(*),
                   COALESCE(bool_or(ingestor_id <> :id AND connected_since <= clock_timestamp() - lease), false)
            FROM ingestor
            WHERE share_group = :group AND connected_since IS NOT NULL AND lease_runs(expires_at, lease)
            """;
    private static final String UNSERVED = """
            SELECT share_group, count(*) FROM consumer_slot
            WHERE served_at < clock_timestamp() - make_interval(secs => :seconds)
               OR served_at > clock_timestamp() + interval '1 minute'
            GROUP BY share_group ORDER BY share_group LIMIT 64
            """;

    private final DatabaseConfig database;
    private final String shareGroup;
    private final Duration unservedAfter;
    private @Nullable Session session;

    /// One connection, and what works on it.
    private record Session(Connection connection, JdbcClient sql, TransactionTemplate transaction) {}

    /// @param database with time-outs shorter than a lease
    /// @param unservedAfter for how long a slot may be unserved before it is reported
    public PostgresLeaseStore(DatabaseConfig database, String shareGroup, Duration unservedAfter) {
        this.database = database;
        this.unservedAfter = unservedAfter;
        this.shareGroup = shareGroup;
    }

    @Override
    public boolean enter(Identity identity, Duration lease) {
        return inTransaction(sql -> {
            int entered = enter(sql, identity, lease, false);
            if (entered == 1) {
                sql.sql("UPDATE consumer_slot SET instance = :instance, lease = " + LEASE
                                + ", expires_at = " + LEASE_END
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
            sql.sql("INSERT INTO share_group (share_group) VALUES (:group) ON CONFLICT DO NOTHING")
                    .param("group", shareGroup)
                    .update();
            lockGroup(sql, "FOR UPDATE");
            int before = sql.sql("SELECT count(*) FROM consumer_slot WHERE share_group = :group AND NOT draining")
                    .param("group", shareGroup)
                    .query(Integer.class)
                    .single();
            sql.sql("""
                            INSERT INTO consumer_slot (share_group, slot, served_at)
                            SELECT :group, number, clock_timestamp() FROM generate_series(0, :slots - 1) AS number
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
    public Renewal renew(Identity identity, Duration lease, Presence presence) {
        return inTransaction(sql -> {
            lockGroup(sql, "FOR SHARE");
            if (enter(sql, identity, lease, presence.connected()) == 0) {
                return Renewal.lost();
            }
            List<Slot> held = sql.sql(RENEW_SLOTS)
                    .param("seconds", seconds(lease))
                    .param("served", arrayOf(presence.served()))
                    .param("group", shareGroup)
                    .param("id", identity.ingestorId())
                    .param("instance", identity.instance())
                    .query((row, number) -> new Slot(row.getInt(1), row.getBoolean(2)))
                    .list();
            Renewal.Standing standing = sql.sql(STANDING)
                    .param("id", identity.ingestorId())
                    .param("group", shareGroup)
                    .query((row, number) ->
                            new Renewal.Standing(row.getBoolean(1), row.getInt(2), row.getInt(3), row.getBoolean(4)))
                    .single();
            int slots = sql.sql("SELECT count(*) FROM consumer_slot WHERE share_group = :group")
                    .param("group", shareGroup)
                    .query(Integer.class)
                    .single();
            return new Renewal(false, standing, slots, new HashSet<>(held), unserved(sql));
        });
    }

    @Override
    public Instant now() {
        return inTransaction(sql -> sql.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
    }

    /// The other ingestors of the share group whose leases run, connected or not, by id.
    public List<String> othersAlive(Identity identity) {
        return inTransaction(sql -> sql.sql("SELECT ingestor_id FROM ingestor WHERE share_group = :group"
                        + " AND instance <> :instance AND lease_runs(expires_at, lease) ORDER BY ingestor_id LIMIT 64")
                .param("group", shareGroup)
                .param("instance", identity.instance())
                .query(String.class)
                .list());
    }

    /// The share groups that have slots in this database, with how many.
    public Map<String, Integer> groups() {
        return inTransaction(sql -> counts(sql.sql(
                "SELECT share_group, count(*) FROM consumer_slot GROUP BY share_group ORDER BY share_group LIMIT 64")));
    }

    private Map<String, Integer> unserved(JdbcClient sql) {
        return counts(sql.sql(UNSERVED).param("seconds", seconds(unservedAfter)));
    }

    private static Map<String, Integer> counts(JdbcClient.StatementSpec query) {
        var counts = new TreeMap<String, Integer>();
        query.query(row -> {
            counts.put(row.getString(1), row.getInt(2));
        });
        return counts;
    }

    private int enter(JdbcClient sql, Identity identity, Duration lease, boolean connected) {
        return sql.sql(ENTER)
                .param("group", shareGroup)
                .param("id", identity.ingestorId())
                .param("instance", identity.instance())
                .param("seconds", seconds(lease))
                .param("connected", connected)
                .update();
    }

    private void lockGroup(JdbcClient sql, String strength) {
        sql.sql("SELECT share_group FROM share_group WHERE share_group = :group " + strength)
                .param("group", shareGroup)
                .query(rs -> {});
    }

    private static String arrayOf(Set<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public Set<Taken> take(Identity identity, Duration lease, int most, boolean adopt) {
        return inTransaction(sql -> new HashSet<>(sql.sql("UPDATE consumer_slot AS slot"
                        + " SET ingestor_id = :id, instance = :instance, lease = " + LEASE
                        + ", expires_at = " + LEASE_END
                        + ", served_at = COALESCE(slot.served_at, clock_timestamp())"
                        + " FROM (SELECT slot AS number, ingestor_id IS NOT NULL AS adopted FROM consumer_slot"
                        + " WHERE share_group = :group AND (ingestor_id IS NULL OR (:adopt AND NOT lease_runs(expires_at, lease)))"
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
        inTransaction(sql -> sql.sql("UPDATE ingestor SET expires_at = clock_timestamp(), connected_since = NULL"
                        + " WHERE share_group = :group AND ingestor_id = :id AND instance = :instance")
                .param("group", shareGroup)
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

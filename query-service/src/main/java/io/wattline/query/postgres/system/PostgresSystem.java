package io.wattline.query.postgres.system;

import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.RollupState;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.system.SystemSource;
import io.wattline.query.system.SystemState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [SystemSource] on the tables of slots, rollups and live readings, and on the catalog for partitions.
public final class PostgresSystem implements SystemSource {

    /// Counting more marks than this would take too long.
    private static final int MAX_MARKS = 1_000_000;

    private static final int MAX_ROWS = 2_048;

    // The names of partitions end with their day: meter_history_2026_11_20.
    private static final String PARTITIONS = """
            SELECT parent.relname AS name,
              coalesce(max(to_date(right(child.relname, 10), 'YYYY_MM_DD')), CAST(:today AS date) - 1)
                - CAST(:today AS date) AS days
            FROM pg_class AS parent
            LEFT JOIN pg_inherits ON inhparent = parent.oid
            LEFT JOIN pg_class AS child ON child.oid = inhrelid AND child.relname ~ '_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
            WHERE parent.oid IN ('meter_history'::regclass, 'vehicle_history'::regclass, 'rejected_message'::regclass)
            GROUP BY parent.relname ORDER BY parent.relname
            """;

    private static final String MARKS =
            "SELECT count(*) FROM (SELECT FROM rollup_dirty LIMIT %d) AS counted".formatted(MAX_MARKS + 1);

    private static final String INGESTORS = """
            SELECT share_group, ingestor_id, lease_runs(expires_at, lease) AS alive, connected_since
            FROM ingestor ORDER BY share_group, ingestor_id LIMIT %d
            """.formatted(MAX_ROWS);

    private static final String SLOTS = """
            SELECT share_group, slot, ingestor_id, coalesce(lease_runs(expires_at, lease), false) AS held, served_at,
              draining
            FROM consumer_slot ORDER BY share_group, slot LIMIT %d
            """.formatted(MAX_ROWS);

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresSystem(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public SystemState at(Instant now, Duration staleAfter) {
        return database.read(jdbc -> new SystemState(
                now,
                partitions(jdbc, now),
                rollups(jdbc, now),
                new SystemState.Devices(
                        devices(jdbc, "meter", now.minus(staleAfter)), devices(jdbc, "vehicle", now.minus(staleAfter))),
                ingestors(jdbc),
                slots(jdbc)));
    }

    private static List<SystemState.Ahead> partitions(JdbcClient jdbc, Instant now) {
        return jdbc.sql(PARTITIONS)
                .param("today", Columns.parameter(now).toLocalDate())
                .query((row, number) -> new SystemState.Ahead(row.getString("name"), row.getInt("days")))
                .list();
    }

    private static SystemState.Rollups rollups(JdbcClient jdbc, Instant now) {
        Instant summedBefore = RollupState.read(jdbc).summedBefore();
        long marks = jdbc.sql(MARKS).query(Long.class).single();
        Duration lag = Duration.between(summedBefore, now);
        return new SystemState.Rollups(
                summedBefore, lag.isNegative() ? Duration.ZERO : lag, Math.min(marks, MAX_MARKS), marks > MAX_MARKS);
    }

    private static SystemState.Counts devices(JdbcClient jdbc, String kind, Instant freshSince) {
        return jdbc.sql("SELECT count(*) AS total, count(*) FILTER (WHERE ts < :fresh_since) AS stale FROM %s_live"
                        .formatted(kind))
                .param("fresh_since", Columns.parameter(freshSince))
                .query((row, number) -> new SystemState.Counts(row.getLong("total"), row.getLong("stale")))
                .single();
    }

    private static List<SystemState.IngestorState> ingestors(JdbcClient jdbc) {
        return jdbc.sql(INGESTORS)
                .query((row, number) -> new SystemState.IngestorState(
                        row.getString("share_group"),
                        row.getString("ingestor_id"),
                        row.getBoolean("alive"),
                        Columns.optionalInstant(row, "connected_since")))
                .list();
    }

    private static List<SystemState.SlotState> slots(JdbcClient jdbc) {
        return jdbc.sql(SLOTS)
                .query((row, number) -> new SystemState.SlotState(
                        row.getString("share_group"),
                        row.getInt("slot"),
                        row.getString("ingestor_id"),
                        row.getBoolean("held"),
                        Columns.optionalInstant(row, "served_at"),
                        row.getBoolean("draining")))
                .list();
    }
}

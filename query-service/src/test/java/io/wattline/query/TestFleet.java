package io.wattline.query;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.Rollups;
import io.wattline.db.matching.HourMatching;
import io.wattline.db.matching.MatchSettings;
import io.wattline.db.testing.MigratedDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// A real database of one's own with readings written into it, as an ingestor would, and days around [#NOW] to
/// hold them.
final class TestFleet implements AutoCloseable {

    /// A moment that all tests take for now: yesterday at noon (UTC). The database refuses to close hours that
    /// are not over by its own clock; all hours of that day are, whenever the tests run.
    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(12));

    /// How many days before the day of [#NOW] have partitions.
    static final int DAYS = 40;

    final MigratedDatabase database = MigratedDatabase.create();
    private final SingleConnectionDataSource writer;
    private final JdbcClient jdbc;

    TestFleet() {
        try {
            makePartitions();
            this.writer = new SingleConnectionDataSource(DataSources.connect(database.superuser()), true);
            this.jdbc = JdbcClient.create(writer);
            startHoursAtNow();
        } catch (SQLException e) {
            throw new IllegalStateException("no fleet", e);
        }
    }

    // As if the database had been made at NOW: earlier hours are closed, later ones open.
    private void startHoursAtNow() {
        jdbc.sql("UPDATE rollup_state SET closed_before = :now, summed_before = :now")
                .param("now", NOW.atOffset(ZoneOffset.UTC))
                .update();
    }

    private void makePartitions() throws SQLException {
        LocalDate today = NOW.atOffset(ZoneOffset.UTC).toLocalDate();
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            for (int back = -1; back <= DAYS; back++) {
                DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, today.minusDays(back));
                DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, today.minusDays(back));
            }
        }
    }

    /// Does what an ingestor does once a minute until nothing is left to do: sums what is closed, handles marks,
    /// matches.
    static void rollUp(Connection ingest, MatchSettings settings) throws SQLException {
        HourMatching matching = new HourMatching(settings);
        matching.configure(ingest);
        while (Rollups.sumNextClosedHour(ingest).isPresent()) {
            continue;
        }
        Rollups.refresh(ingest, 100_000);
        while (matching.step(ingest)) {
            continue;
        }
    }

    /// How a query service logs in here, with its own time-outs.
    DatabaseConfig asQuery() {
        DatabaseConfig config = database.configFor(DatabaseRole.QUERY);
        return new DatabaseConfig(
                config.url(),
                config.username(),
                config.password(),
                4,
                "wattline-query",
                QueryConfig.timeouts(Duration.ofSeconds(5)));
    }

    /// Arranges what no service may.
    JdbcClient superuser() {
        return jdbc;
    }

    TestFleet meter(String meterId, Instant measuredAt, String kwh) {
        jdbc.sql("""
                WITH reading AS (
                  INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES (:id, :ts, :kwh, 230.5)
                  RETURNING meter_id, ts, kwh, voltage, received_at), mark AS (
                  INSERT INTO rollup_dirty (kind, device_id, hour)
                  SELECT 'meter', meter_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z')
                  FROM reading, rollup_state WHERE ts < closed_before)
                INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at) SELECT * FROM reading
                ON CONFLICT (meter_id) DO UPDATE SET ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at
                WHERE meter_live.ts < excluded.ts
                """)
                .param("id", meterId)
                .param("ts", measuredAt.atOffset(ZoneOffset.UTC))
                .param("kwh", new BigDecimal(kwh))
                .update();
        return this;
    }

    TestFleet vehicle(String vehicleId, Instant measuredAt, String kwh) {
        return vehicle(vehicleId, measuredAt, kwh, null);
    }

    TestFleet vehicle(String vehicleId, Instant measuredAt, String kwh, @Nullable Float batteryTemp) {
        jdbc.sql("""
                WITH reading AS (
                  INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp) VALUES (:id, :ts, :kwh, 55.3, :temp)
                  RETURNING vehicle_id, ts, kwh, soc, battery_temp, received_at), mark AS (
                  INSERT INTO rollup_dirty (kind, device_id, hour)
                  SELECT 'vehicle', vehicle_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z')
                  FROM reading, rollup_state WHERE ts < closed_before)
                INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at) SELECT * FROM reading
                ON CONFLICT (vehicle_id) DO UPDATE SET ts = excluded.ts, kwh = excluded.kwh,
                  battery_temp = excluded.battery_temp, received_at = excluded.received_at
                WHERE vehicle_live.ts < excluded.ts
                """)
                .param("id", vehicleId)
                .param("ts", measuredAt.atOffset(ZoneOffset.UTC))
                .param("kwh", new BigDecimal(kwh))
                .param("temp", batteryTemp, Types.REAL)
                .update();
        return this;
    }

    TestFleet map(String vehicleId, String meterId, @Nullable Instant from, @Nullable Instant to) {
        jdbc.sql("SELECT put_mapping(:vehicle, :meter, :from, :to)")
                .param("vehicle", vehicleId)
                .param("meter", meterId)
                .param("from", from == null ? null : from.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("to", to == null ? null : to.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .query(row -> {});
        return this;
    }

    @Override
    public void close() {
        writer.destroy();
        database.close();
    }
}

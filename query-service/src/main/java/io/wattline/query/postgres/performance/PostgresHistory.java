package io.wattline.query.postgres.performance;

import io.wattline.energy.pairing.Heartbeats;
import io.wattline.query.mapping.MappingRule;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.History;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.performance.VehicleReadings;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.KnownVehicles;
import io.wattline.query.postgres.MeterSegments;
import io.wattline.query.postgres.connection.QueryDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [History] on the history tables, and on rollups where totals by the hour are asked for.
///
/// Void readings are left out everywhere: the list of those in the window costs one step into their key.
///
/// Each statement on history names one device and a range of times with plain parameters, so that a plan for the
/// actual values touches only the partitions of the window, and only their covering index.
public final class PostgresHistory implements History {

    private final QueryDatabase database;
    private final MeterSegments segments;

    /// Reads through `database`; only mappings that were written count.
    public PostgresHistory(QueryDatabase database) {
        this(database, Optional.empty());
    }

    /// Reads through `database`.
    ///
    /// @param rule names the meter of a vehicle of which no mapping was ever written
    public PostgresHistory(QueryDatabase database, Optional<MappingRule> rule) {
        this.database = database;
        this.segments = new MeterSegments(rule);
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> work) {
        return database.read(jdbc -> work.apply(new JdbcSnapshot(jdbc, segments, new HourlyTotals(jdbc))));
    }

    private record JdbcSnapshot(JdbcClient jdbc, MeterSegments segments, HourlyTotals byHour) implements Snapshot {

        private static final String METER_TOTALS = """
                SELECT count(*) AS readings,
                       sum(kwh) AS kwh,
                       sum(kwh) FILTER (WHERE tells_power) AS powered_kwh,
                       extract(epoch FROM sum(ts - previous) FILTER (WHERE tells_power)) AS powered_seconds
                FROM (
                  SELECT ts, kwh, previous, kwh > 0 AND previous IS NOT NULL AS tells_power
                  FROM (
                    SELECT ts, kwh, lag(ts) OVER (ORDER BY ts) AS previous
                    FROM meter_history
                    WHERE meter_id = :device AND ts >= :start AND ts < :end
                      AND ts <> ALL (ARRAY(
                        SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :start AND ts < :end))
                  ) AS with_previous
                ) AS reading
                """;

        // A real's shortest decimal form is what the device sent, so its sum is as exact as that of the energies.
        private static final String VEHICLE_TOTALS = """
                SELECT count(*) AS readings,
                       sum(kwh) AS kwh,
                       count(battery_temp) AS temperatures,
                       sum(battery_temp::numeric) AS temperature_sum
                FROM vehicle_history
                WHERE vehicle_id = :device AND ts >= :start AND ts < :end
                  AND ts <> ALL (ARRAY(
                    SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :start AND ts < :end))
                """;

        private static final String METER_READINGS = """
                SELECT ts, kwh FROM meter_history
                WHERE meter_id = :device AND ts >= :start AND ts < :end
                  AND ts <> ALL (ARRAY(
                    SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :start AND ts < :end))
                ORDER BY ts
                LIMIT :limit
                """;

        private static final String VEHICLE_READINGS = """
                SELECT ts, kwh, battery_temp FROM vehicle_history
                WHERE vehicle_id = :device AND ts >= :start AND ts < :end
                  AND ts <> ALL (ARRAY(
                    SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :start AND ts < :end))
                ORDER BY ts
                LIMIT :limit
                """;

        private static final int FETCH_SIZE = 5_000;

        @Override
        public boolean isKnown(String vehicleId) {
            return KnownVehicles.contains(jdbc, vehicleId);
        }

        @Override
        public List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit) {
            return segments.of(jdbc, vehicleId, window, limit);
        }

        @Override
        public AcTotals meterTotals(String meterId, TimeWindow window) {
            return inWindow(METER_TOTALS, meterId, window)
                    .query((row, number) -> new AcTotals(
                            row.getLong("readings"),
                            Columns.sum(row, "kwh"),
                            new AcTotals.Powered(Columns.sum(row, "powered_kwh"), seconds(row, "powered_seconds"))))
                    .single();
        }

        @Override
        public DcTotals vehicleTotals(String vehicleId, TimeWindow window) {
            return inWindow(VEHICLE_TOTALS, vehicleId, window)
                    .query((row, number) -> new DcTotals(
                            row.getLong("readings"),
                            Columns.sum(row, "kwh"),
                            row.getLong("temperatures"),
                            Columns.sum(row, "temperature_sum")))
                    .single();
        }

        @Override
        public AcTotals meterTotalsByHour(String meterId, TimeWindow window) {
            return byHour.ofMeter(meterId, window);
        }

        @Override
        public DcTotals vehicleTotalsByHour(String vehicleId, TimeWindow window) {
            return byHour.ofVehicle(vehicleId, window);
        }

        @Override
        public Optional<Heartbeats> meterReadings(String meterId, TimeWindow window, int atMost) {
            Heartbeats readings = new Heartbeats();
            each(
                    METER_READINGS,
                    meterId,
                    window,
                    atMost,
                    row -> readings.add(Columns.instant(row, 1), row.getBigDecimal(2)));
            return readings.size() > atMost ? Optional.empty() : Optional.of(readings);
        }

        @Override
        public Optional<VehicleReadings> vehicleReadings(String vehicleId, TimeWindow window, int atMost) {
            VehicleReadings readings = new VehicleReadings();
            each(
                    VEHICLE_READINGS,
                    vehicleId,
                    window,
                    atMost,
                    row -> readings.add(Columns.instant(row, 1), row.getBigDecimal(2), Columns.optionalReal(row, 3)));
            return readings.heartbeats().size() > atMost ? Optional.empty() : Optional.of(readings);
        }

        /// One more than `atMost` shows that there are more.
        private void each(String sql, String deviceId, TimeWindow window, int atMost, RowCallbackHandler reading) {
            inWindow(sql, deviceId, window)
                    .param("limit", atMost + 1)
                    .withFetchSize(FETCH_SIZE)
                    .query(reading);
        }

        private JdbcClient.StatementSpec inWindow(String sql, String deviceId, TimeWindow window) {
            return jdbc.sql(sql)
                    .param("device", deviceId)
                    .param("start", Columns.parameter(window.start()))
                    .param("end", Columns.parameter(window.end()));
        }

        private static Duration seconds(ResultSet row, String column) throws SQLException {
            return Duration.ofNanos(Columns.sum(row, column).movePointRight(9).longValueExact());
        }
    }
}

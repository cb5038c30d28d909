package io.wattline.e2e.faults.oracle;

import io.wattline.db.Rollups;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The hourly tables: what brings them up to date, and what tells where they are wrong.
public final class RollupTables {

    /// The device-hours of the ledger that count as summed, and whose row is not what history says without void
    /// readings, or is missing. Read as readers do: where an hour is not summed yet, or marked, history counts.
    static final String DISAGREEING = """
            WITH summed AS (
              SELECT DISTINCT s.kind, s.device_id, hour
              FROM span s CROSS JOIN LATERAL generate_series(
                date_bin('1 hour', s.first, '1970-01-01T00:00:00Z'), s.last, interval '1 hour') AS hours (hour)
              WHERE hour < (SELECT summed_before FROM rollup_state)
                AND NOT EXISTS (
                  SELECT FROM rollup_dirty d
                  WHERE d.kind = s.kind AND d.device_id = s.device_id AND d.hour = hours.hour))
            SELECT d.device_id || '@' || d.hour FROM summed d
            LEFT JOIN LATERAL (
              SELECT sum(kwh) AS kwh, count(*)::int AS readings, (count(*) FILTER (WHERE kwh > 0))::int AS with_energy,
                sum(voltage::float8) AS total, count(voltage)::int AS counted, min(voltage) AS least, max(voltage) AS most
              FROM meter_history
              WHERE d.kind = 'meter' AND meter_id = d.device_id AND ts >= d.hour AND ts < d.hour + interval '1 hour'
                AND ts NOT IN (SELECT v.ts FROM void_reading v WHERE v.kind = 'meter' AND v.device_id = d.device_id)
              HAVING count(*) > 0
              UNION ALL
              SELECT sum(kwh), count(*)::int, (count(*) FILTER (WHERE kwh > 0))::int,
                coalesce(sum(battery_temp::float8), 0), count(battery_temp)::int, NULL,
                (array_agg(soc ORDER BY ts DESC) FILTER (WHERE soc IS NOT NULL))[1]
              FROM vehicle_history
              WHERE d.kind = 'vehicle' AND vehicle_id = d.device_id AND ts >= d.hour AND ts < d.hour + interval '1 hour'
                AND ts NOT IN (SELECT v.ts FROM void_reading v WHERE v.kind = 'vehicle' AND v.device_id = d.device_id)
              HAVING count(*) > 0) AS history ON true
            LEFT JOIN LATERAL (
              SELECT kwh::numeric AS kwh, readings, readings_with_energy AS with_energy,
                voltage_sum AS total, voltage_count AS counted, voltage_min AS least, voltage_max AS most
              FROM meter_hourly WHERE d.kind = 'meter' AND meter_id = d.device_id AND hour = d.hour
              UNION ALL
              SELECT kwh::numeric, readings, readings_with_energy, battery_temp_sum, battery_temp_count, NULL, last_soc
              FROM vehicle_hourly WHERE d.kind = 'vehicle' AND vehicle_id = d.device_id AND hour = d.hour) AS held ON true
            WHERE history IS DISTINCT FROM held
            ORDER BY d.hour, d.device_id
            """;

    private static final int MARKS_A_CALL = 5_000;

    private RollupTables() {}

    /// Closes every hour that is over, sums those that are closed, and sums again what late readings have touched:
    /// as an ingestor does once a minute, and without waiting for it.
    ///
    /// @param superuser at READ COMMITTED, in auto-commit mode
    public static void refresh(Connection superuser) throws SQLException {
        closeHours(superuser);
        while (Rollups.sumNextClosedHour(superuser).isPresent()) {
            // One hour a call.
        }
        while (Rollups.refresh(superuser, MARKS_A_CALL) == MARKS_A_CALL) {
            // So many marks a call.
        }
    }

    private static void closeHours(Connection superuser) throws SQLException {
        try {
            Rollups.advance(superuser, Instant.now().truncatedTo(ChronoUnit.HOURS));
        } catch (SQLException e) {
            // The server still waits for a writer that a fault has cut off: the hour stays open, as it would in
            // earnest.
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /// Has everything since `from` summed again, as an owner does who does not trust the sums.
    public static void resum(Connection superuser, Instant from) throws SQLException {
        try (var statement = superuser.prepareStatement("SELECT resum_rollups(?::timestamptz)")) {
            statement.setString(1, from.toString());
            statement.execute();
        }
        refresh(superuser);
    }
}

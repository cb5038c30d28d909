package io.wattline.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What rollups must agree with: the same sums made from history alone, void readings left out.
final class HourlySums {

    private static final String METER = """
            SELECT meter_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z') AS hour, sum(kwh) AS kwh, count(*) AS readings,
              count(*) FILTER (WHERE kwh > 0) AS readings_with_energy, sum(voltage::float8) AS voltage_sum,
              count(voltage) AS voltage_count, min(voltage) AS voltage_min, max(voltage) AS voltage_max
            FROM meter_history AS h
            WHERE NOT EXISTS (SELECT FROM void_reading v WHERE v.kind = 'meter' AND v.device_id = h.meter_id AND v.ts = h.ts)
            GROUP BY 1, 2
            """;
    private static final String METER_ROLLUP = """
            SELECT meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count, voltage_min, voltage_max
            FROM meter_hourly
            """;
    private static final String VEHICLE = """
            SELECT vehicle_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z') AS hour, sum(kwh) AS kwh, count(*) AS readings,
              count(*) FILTER (WHERE kwh > 0) AS readings_with_energy, coalesce(sum(battery_temp::float8), 0) AS battery_temp_sum,
              count(battery_temp) AS battery_temp_count,
              (array_agg(soc ORDER BY ts DESC) FILTER (WHERE soc IS NOT NULL))[1] AS last_soc
            FROM vehicle_history AS h
            WHERE NOT EXISTS (SELECT FROM void_reading v WHERE v.kind = 'vehicle' AND v.device_id = h.vehicle_id AND v.ts = h.ts)
            GROUP BY 1, 2
            """;
    private static final String VEHICLE_ROLLUP = """
            SELECT vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count, last_soc
            FROM vehicle_hourly
            """;
    private static final String DIFFERENCES = """
            WITH truth AS (%1$s), rollup AS (%2$s)
            (SELECT 'missing', t FROM (SELECT * FROM truth WHERE hour < (SELECT summed_before FROM rollup_state)
              EXCEPT SELECT * FROM rollup) AS t)
            UNION ALL
            (SELECT 'wrong', r FROM (SELECT * FROM rollup EXCEPT SELECT * FROM truth) AS r)
            """;

    /// One device's window, summed as a reader should: whole hours from rollups where they count, the rest
    /// from history.
    private static final String WINDOW = """
            WITH state AS (
              SELECT first, greatest(first, least(last, summed_before)) AS last
              FROM rollup_state, LATERAL (SELECT
                date_bin('1 hour', '%3$s'::timestamptz + interval '3599.999999 s', '1970-01-01T00:00:00Z') AS first,
                date_bin('1 hour', '%4$s'::timestamptz, '1970-01-01T00:00:00Z') AS last) AS whole
            ), dirty AS (
              SELECT DISTINCT hour FROM rollup_dirty, state
              WHERE kind = '%1$s' AND device_id = '%2$s' AND hour >= first AND hour < last
            ), history_range (since, until) AS (
              SELECT '%3$s'::timestamptz, least(first, '%4$s'::timestamptz) FROM state
              UNION ALL SELECT last, '%4$s'::timestamptz FROM state
              UNION ALL SELECT hour, hour + interval '1 hour' FROM dirty
            ), part (kwh, readings) AS (
              SELECT r.kwh, r.readings FROM %1$s_hourly r, state
              WHERE r.%1$s_id = '%2$s' AND r.hour >= first AND r.hour < last AND r.hour NOT IN (SELECT hour FROM dirty)
              UNION ALL
              SELECT h.kwh, 1 FROM history_range, %1$s_history h
              WHERE h.%1$s_id = '%2$s' AND h.ts >= since AND h.ts < until
                AND h.ts NOT IN (SELECT ts FROM void_reading WHERE kind = '%1$s' AND device_id = '%2$s')
            )
            SELECT coalesce(sum(kwh), 0) || ' ' || coalesce(sum(readings), 0) FROM part
            """;
    private static final String PLAIN_WINDOW = """
            SELECT coalesce(sum(kwh), 0) || ' ' || count(*) FROM %1$s_history
            WHERE %1$s_id = '%2$s' AND ts >= '%3$s' AND ts < '%4$s'
              AND ts NOT IN (SELECT ts FROM void_reading WHERE kind = '%1$s' AND device_id = '%2$s')
            """;

    private HourlySums() {}

    /// Every device-hour whose rollup is not exactly what history says; empty if all agree.
    static List<String> differences(Connection connection) throws SQLException {
        var found = new ArrayList<String>();
        for (String sql :
                new String[] {DIFFERENCES.formatted(METER, METER_ROLLUP), DIFFERENCES.formatted(VEHICLE, VEHICLE_ROLLUP)
                }) {
            found.addAll(Sql.strings(connection, "SELECT concat_ws(' ', d.*) FROM (" + sql + ") AS d"));
        }
        return found;
    }

    /// Energy and readings of one device in [since, until), from rollups and history.
    static String combined(Connection connection, String kind, String device, Instant since, Instant until)
            throws SQLException {
        return Sql.strings(connection, WINDOW.formatted(kind, device, since, until))
                .getFirst();
    }

    /// The same from history alone.
    static String plain(Connection connection, String kind, String device, Instant since, Instant until)
            throws SQLException {
        return Sql.strings(connection, PLAIN_WINDOW.formatted(kind, device, since, until))
                .getFirst();
    }
}

package io.wattline.db.matching;

import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.matching.SpanMatching;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What rows of matched energy must agree with: the same rule applied to all of history and all mappings, read anew.
/// Everything is read in the caller's transaction.
public final class MatchedTruth {

    private record Mapping(String vehicle, String meter, Instant from, Instant to) {}

    private static final String MAPPINGS = """
            SELECT vehicle_id, meter_id, greatest(valid_from, '2000-01-01T00:00:00Z'), least(valid_to, '2100-01-01T00:00:00Z')
            FROM vehicle_meter
            """;
    private static final String READINGS = """
            SELECT h.%1$s_id, h.ts, CASE WHEN v.ts IS NULL THEN (h.kwh * 1000000)::bigint ELSE -1 END
            FROM %1$s_history h
            LEFT JOIN void_reading v ON v.kind = '%1$s' AND v.device_id = h.%1$s_id AND v.ts = h.ts
            """;

    /// The hours that count for readers, hour by hour: V12_1 says which.
    private static final String COUNTING = """
            SELECT v.vehicle_id, h.hour, m.spans, m.micros, m.known_ac, m.known_dc, m.kwh_ac, m.kwh_dc, m.expected_dc, m.standby
            FROM (SELECT DISTINCT vehicle_id FROM vehicle_history) AS v
            CROSS JOIN rollup_state AS s
            CROSS JOIN generate_series(
              greatest(s.matched_from, (SELECT date_bin('1 hour', min(ts), '1970-01-01T00:00:00Z') FROM vehicle_history)),
              least(s.matched_before, s.summed_before) - interval '1 hour', interval '1 hour') AS h (hour)
            LEFT JOIN matched_hourly AS m ON m.vehicle_id = v.vehicle_id AND m.hour = h.hour
            WHERE NOT EXISTS (
                SELECT FROM match_dirty d WHERE d.vehicle_id = v.vehicle_id AND d.since <= h.hour AND d.until > h.hour)
              AND NOT EXISTS (
                SELECT FROM rollup_dirty d WHERE d.kind = 'vehicle' AND d.device_id = v.vehicle_id
                  AND d.hour BETWEEN h.hour - interval '2 hours' AND h.hour + interval '1 hour')
              AND NOT EXISTS (
                SELECT FROM rollup_dirty d
                JOIN vehicle_meter p ON p.meter_id = d.device_id AND p.valid_from < h.hour + interval '1 hour' AND p.valid_to > h.hour
                WHERE d.kind = 'meter' AND p.vehicle_id = v.vehicle_id
                  AND d.hour BETWEEN h.hour - interval '2 hours' AND h.hour + interval '1 hour')
            ORDER BY 1, 2
            """;

    private static final String WRONG_DAYS = """
            WITH hours AS (
              SELECT vehicle_id, date_bin('1 day', hour, '1970-01-01T00:00:00Z') AS day, sum(spans) AS spans, sum(micros) AS micros,
                sum(known_ac) AS known_ac, sum(known_dc) AS known_dc, sum(kwh_ac) AS kwh_ac, sum(kwh_dc) AS kwh_dc,
                sum(expected_dc) AS expected_dc, sum(standby) AS standby
              FROM matched_hourly GROUP BY 1, 2)
            SELECT coalesce(h.vehicle_id, d.vehicle_id) || '@' || coalesce(h.day, d.day)
            FROM hours h FULL JOIN matched_daily d USING (vehicle_id, day) CROSS JOIN rollup_state s
            WHERE coalesce(h.day, d.day) >= s.matched_from
              AND coalesce(h.day, d.day) + interval '24 hours' <= least(s.matched_before, s.summed_before)
              AND (h.spans, h.micros, h.known_ac, h.known_dc, h.kwh_ac, h.kwh_dc, h.expected_dc, h.standby)
                IS DISTINCT FROM (d.spans, d.micros, d.known_ac, d.known_dc, d.kwh_ac, d.kwh_dc, d.expected_dc, d.standby)
            """;

    private final Duration tolerance;
    private final List<Mapping> mappings = new ArrayList<>();
    private final Map<String, TreeMap<Instant, Long>> meters;
    private final Map<String, TreeMap<Instant, Long>> vehicles;

    private MatchedTruth(Connection connection, Duration tolerance) throws SQLException {
        this.tolerance = tolerance;
        each(
                connection,
                MAPPINGS,
                row -> mappings.add(new Mapping(row.getString(1), row.getString(2), instant(row, 3), instant(row, 4))));
        this.meters = readings(connection, "meter");
        this.vehicles = readings(connection, "vehicle");
    }

    /// How many vehicle-hours count, and those whose row is not what history says, or whose day is not what its hours
    /// say.
    public record Findings(long counting, long withSpans, List<String> wrong) {}

    /// Compares.
    public static Findings find(Connection connection, Duration tolerance) throws SQLException {
        MatchedTruth truth = new MatchedTruth(connection, tolerance);
        List<String> wrong = new ArrayList<>();
        long[] counts = new long[2];
        each(connection, COUNTING, row -> {
            String vehicle = row.getString("vehicle_id");
            Instant hour = instant(row, 2);
            MatchedEnergy expected = truth.of(vehicle, hour);
            MatchedEnergy held = held(row);
            counts[0]++;
            counts[1] += expected.spans() > 0 ? 1 : 0;
            if (!plain(expected).equals(plain(held))) {
                wrong.add(vehicle + "@" + hour + " holds " + plain(held) + " for " + plain(expected));
            }
        });
        each(connection, WRONG_DAYS, row -> wrong.add("day " + row.getString(1)));
        return new Findings(counts[0], counts[1], wrong);
    }

    private MatchedEnergy of(String vehicle, Instant hour) {
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        MatchedEnergy sum = MatchedEnergy.NONE;
        for (Mapping mapping : mappings) {
            Instant from = mapping.from.isAfter(hour) ? mapping.from : hour;
            Instant to = mapping.to.isBefore(end) ? mapping.to : end;
            if (mapping.vehicle.equals(vehicle) && from.isBefore(to)) {
                SpanMatching matching = new SpanMatching(
                        around(meters.get(mapping.meter), hour),
                        around(vehicles.get(vehicle), hour),
                        tolerance,
                        MeasuredEfficiency.curve());
                sum = sum.plus(matching.in(from, to, mapping.from));
            }
        }
        return sum;
    }

    private Heartbeats around(@Nullable TreeMap<Instant, Long> readings, Instant hour) {
        if (readings == null) {
            return new Heartbeats();
        }
        Map<Instant, Long> inside = readings.subMap(
                SpanMatching.readingsFrom(hour, tolerance), SpanMatching.readingsUntil(hour, tolerance));
        return Heartbeats.of(
                inside.keySet().stream()
                        .mapToLong(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at))
                        .toArray(),
                inside.values().stream().mapToLong(Long::longValue).toArray());
    }

    private static String plain(MatchedEnergy sum) {
        return sum.spans() + " " + sum.time() + " " + plain(sum.energy().ac()) + " "
                + plain(sum.energy().dc()) + " " + plain(sum.expectedDc()) + " " + plain(sum.standbyKwh()) + " "
                + sum.known();
    }

    private static String plain(BigDecimal kwh) {
        return kwh.setScale(Heartbeats.KWH_SCALE).toPlainString();
    }

    private static MatchedEnergy held(ResultSet row) throws SQLException {
        if (row.getObject("spans") == null) {
            return MatchedEnergy.NONE;
        }
        return new MatchedEnergy(
                row.getLong("spans"),
                micros(row, "micros"),
                new io.wattline.energy.Energy(row.getBigDecimal("kwh_ac"), row.getBigDecimal("kwh_dc")),
                row.getBigDecimal("expected_dc"),
                row.getBigDecimal("standby"),
                new MatchedEnergy.Known(micros(row, "known_ac"), micros(row, "known_dc")));
    }

    private static Duration micros(ResultSet row, String column) throws SQLException {
        return Duration.of(row.getLong(column), ChronoUnit.MICROS);
    }

    private static Map<String, TreeMap<Instant, Long>> readings(Connection connection, String kind)
            throws SQLException {
        Map<String, TreeMap<Instant, Long>> readings = new TreeMap<>();
        each(
                connection,
                READINGS.formatted(kind),
                row -> readings.computeIfAbsent(row.getString(1), id -> new TreeMap<>())
                        .put(instant(row, 2), row.getLong(3)));
        return readings;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, Row reader) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}

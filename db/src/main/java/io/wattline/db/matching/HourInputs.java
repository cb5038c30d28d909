package io.wattline.db.matching;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.matching.SpanMatching;
import io.wattline.energy.pairing.Heartbeats;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// What one hour of a vehicle and one meter is matched with: the readings of both sides from
/// [SpanMatching#readingsFrom]
/// to [SpanMatching#readingsUntil], void ones as such.
///
/// @param vehicleId the vehicle
/// @param hour where the hour starts
/// @param since from when the meter has fed the vehicle, not before the first reading that may be here
/// @param until to when, exclusive, not after the hour
/// @param meter its readings
/// @param vehicle its readings
public record HourInputs(
        String vehicleId, Instant hour, Instant since, Instant until, Heartbeats meter, Heartbeats vehicle) {

    /// A row for each mapping in one of the vehicle-hours: two arrays of one length, `text[]` and `timestamptz[]`.
    public static final String SELECT = "SELECT * FROM match_inputs(?, ?)";

    /// What the row says.
    ///
    /// @param tolerance the pairing window that the database has
    public static HourInputs of(ResultSet row, Duration tolerance) throws SQLException {
        Instant hour = row.getObject("hour", OffsetDateTime.class).toInstant();
        Instant first = SpanMatching.readingsFrom(hour, tolerance);
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        Instant since = row.getObject("since", OffsetDateTime.class).toInstant();
        Instant until = row.getObject("until", OffsetDateTime.class).toInstant();
        return new HourInputs(
                row.getString("vehicle_id"),
                hour,
                since.isBefore(first) ? first : since,
                until.isAfter(end) ? end : until,
                heartbeats(hour, row.getArray("meter_micros"), row.getArray("meter_kwh")),
                heartbeats(hour, row.getArray("vehicle_micros"), row.getArray("vehicle_kwh")));
    }

    /// The energy of the spans whose later mark is in the hour and in `[from, to)`.
    public MatchedEnergy matched(Instant from, Instant to, Duration tolerance, EfficiencyCurve healthy) {
        Instant first = latest(hour, since, from);
        Instant end = until.isBefore(to) ? until : to;
        return first.isBefore(end)
                ? new SpanMatching(meter, vehicle, tolerance, healthy).in(first, end, since)
                : MatchedEnergy.NONE;
    }

    private static Instant latest(Instant... instants) {
        return Arrays.stream(instants).max(Instant::compareTo).orElseThrow();
    }

    private static Heartbeats heartbeats(Instant hour, Array micros, Array microKwh) throws SQLException {
        if (micros == null) {
            return new Heartbeats();
        }
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, hour);
        long[] times = longs(micros);
        Arrays.setAll(times, i -> times[i] + start);
        return Heartbeats.of(times, longs(microKwh));
    }

    private static long[] longs(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }
}

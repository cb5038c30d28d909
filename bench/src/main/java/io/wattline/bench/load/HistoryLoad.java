package io.wattline.bench.load;

import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Database;
import io.wattline.sim.fleet.Fleet;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/// History as if it had come in over days: by COPY, in the order of time, one transaction a table and day.
///
/// Device p sends p milliseconds into each interval, the vehicle of a pair with its meter, as much energy every
/// time. What the numbers say does not matter to any cost.
///
/// @param pairs how many pairs of [Fleets#FLEET], from the first on
/// @param interval between two readings of a device
/// @param from the first instant
/// @param to the end, exclusive
public record HistoryLoad(int pairs, Duration interval, Instant from, Instant to) {

    private static final String METERS = "COPY meter_history (ts, received_at, voltage, meter_id, kwh) FROM STDIN";
    private static final String VEHICLES =
            "COPY vehicle_history (ts, received_at, soc, battery_temp, vehicle_id, kwh) FROM STDIN";

    /// The readings that it is, of meters and vehicles.
    public long readings() {
        return 2L * pairs * ((Duration.between(from, to).toMillis() + interval.toMillis() - 1) / interval.toMillis());
    }

    /// Loads it, and maps each meter to its vehicle.
    ///
    /// @param each told after each day how many readings are in
    public void into(Database database, LongConsumer each) {
        List<Address> devices = Fleet.devices(Fleets.FLEET).subList(0, 2 * pairs);
        try (Connection connection = database.connect()) {
            map(connection, devices);
            long loaded = 0;
            Instant begin = from;
            while (begin.isBefore(to)) {
                Instant midnight =
                        Days.day(begin).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                Instant end = nextBeat(midnight.isBefore(to) ? midnight : to);
                loaded += loadDay(connection, devices, begin, end);
                each.accept(loaded);
                begin = end;
            }
        } catch (SQLException e) {
            throw new BenchException("history could not be loaded: " + e.getMessage(), e);
        }
    }

    /// The first beat at or after an instant.
    private Instant nextBeat(Instant instant) {
        long millis = Duration.between(from, instant).toMillis();
        long beats = Math.ceilDiv(millis, interval.toMillis());
        return from.plus(interval.multipliedBy(beats));
    }

    private long loadDay(Connection connection, List<Address> devices, Instant begin, Instant end) throws SQLException {
        // The offset of a device may carry the last beat of a day over midnight.
        Days.ensure(connection, begin, end.plus(interval));
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        return copy(copy.copyIn(METERS), devices, 0, begin, end) + copy(copy.copyIn(VEHICLES), devices, 1, begin, end);
    }

    private long copy(CopyIn copy, List<Address> devices, int first, Instant begin, Instant end) throws SQLException {
        String values = first == 0 ? "\t230.5\t" : "\t55.5\t31.5\t";
        String energy = first == 0 ? "\t0.120000\n" : "\t0.104000\n";
        try {
            StringBuilder rows = new StringBuilder();
            for (Instant beat = begin; beat.isBefore(end); beat = beat.plus(interval)) {
                rows.setLength(0);
                for (int device = first; device < devices.size(); device += 2) {
                    Instant at = beat.plusMillis(device / 2);
                    rows.append(at).append('\t').append(at).append(values);
                    rows.append(devices.get(device).deviceId()).append(energy);
                }
                byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void map(Connection connection, List<Address> devices) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("SELECT put_mapping(?, ?, NULL, NULL)")) {
            for (int device = 0; device < devices.size(); device += 2) {
                statement.setString(1, devices.get(device + 1).deviceId());
                statement.setString(2, devices.get(device).deviceId());
                statement.execute();
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}

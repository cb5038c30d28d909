package io.wattline.bench.load;

import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Readings on their way into the database without an ingestor: by COPY, or as the ingestor inserts them.
///
/// Only history is written: no live state, no marks. One thread an instance.
public final class RowBatches {

    private static final String INSERT_METERS = """
            INSERT INTO meter_history (meter_id, ts, kwh, received_at, voltage)
            SELECT * FROM unnest(?::text[], ?::timestamptz[], ?::numeric[], ?::timestamptz[], ?::float4[])
            ON CONFLICT DO NOTHING
            """;
    private static final String INSERT_VEHICLES = """
            INSERT INTO vehicle_history (vehicle_id, ts, kwh, received_at, soc, battery_temp)
            SELECT * FROM unnest(?::text[], ?::timestamptz[], ?::numeric[], ?::timestamptz[], ?::float4[], ?::float4[])
            ON CONFLICT DO NOTHING
            """;
    private static final Map<Boolean, String> COPY = Map.of(
            true, "COPY meter_history (meter_id, ts, kwh, received_at, voltage) FROM STDIN",
            false, "COPY vehicle_history (vehicle_id, ts, kwh, received_at, soc, battery_temp) FROM STDIN");
    private static final Comparator<Reading> BY_KEY =
            Comparator.comparing(Reading::deviceId).thenComparing(Reading::measuredAt);

    private final List<Reading> readings;

    private RowBatches(List<Reading> readings) {
        this.readings = readings;
    }

    /// The first readings of the same fleet's backlog.
    ///
    /// @param readings how many
    /// @param parts into how many to deal them, one for each connection
    public static List<RowBatches> of(int readings, int parts, Instant start, Duration span) {
        List<List<Reading>> dealt = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            dealt.add(new ArrayList<>(readings / parts + 1));
        }
        MessageSource source = Fleets.backlog(readings, span).begin(start);
        int n = 0;
        for (Message message = source.next(); message != null; message = source.next()) {
            // A meter and the vehicle after it to the same part.
            dealt.get(n / 2 % parts).add(message.entries().getFirst().reading());
            n++;
        }
        return dealt.stream().map(RowBatches::new).toList();
    }

    /// Writes everything by COPY, a transaction for each table and batch.
    public void copy(Connection connection, int batchRows) throws SQLException {
        for (List<Reading> batch : batches(batchRows)) {
            Map<Boolean, List<Reading>> byKind =
                    batch.stream().collect(Collectors.partitioningBy(MeterReading.class::isInstance));
            for (Map.Entry<Boolean, List<Reading>> kind : byKind.entrySet()) {
                String rows = kind.getValue().stream().map(RowBatches::line).collect(Collectors.joining());
                CopyIn copy =
                        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY.getOrDefault(kind.getKey(), ""));
                byte[] bytes = rows.getBytes(StandardCharsets.US_ASCII);
                copy.writeToCopy(bytes, 0, bytes.length);
                copy.endCopy();
            }
        }
    }

    /// Writes everything with unnest and ON CONFLICT, a transaction a batch, sorted by key.
    public void insert(Connection connection, int batchRows) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement meters = connection.prepareStatement(INSERT_METERS);
                PreparedStatement vehicles = connection.prepareStatement(INSERT_VEHICLES)) {
            for (List<Reading> batch : batches(batchRows)) {
                List<Reading> sorted = batch.stream().sorted(BY_KEY).toList();
                insert(
                        meters,
                        sorted.stream().filter(MeterReading.class::isInstance).toList());
                insert(
                        vehicles,
                        sorted.stream().filter(VehicleReading.class::isInstance).toList());
                connection.commit();
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void insert(PreparedStatement statement, List<Reading> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Object[]> cells = rows.stream().map(RowBatches::cells).toList();
        String[] types = {"text", "timestamptz", "numeric", "timestamptz", "float4", "float4"};
        for (int column = 0; column < cells.getFirst().length; column++) {
            int c = column;
            Object[] values = cells.stream().map(row -> row[c]).toArray();
            statement.setArray(c + 1, statement.getConnection().createArrayOf(types[c], values));
        }
        statement.executeUpdate();
    }

    private static @Nullable Object[] cells(Reading reading) {
        String at = reading.measuredAt().toString();
        return switch (reading) {
            case MeterReading meter -> new Object[] {meter.meterId(), at, meter.kwh(), at, meter.voltage()};
            case VehicleReading vehicle ->
                new @Nullable Object[] {vehicle.vehicleId(), at, vehicle.kwh(), at, vehicle.soc(), vehicle.batteryTemp()
                };
        };
    }

    private static String line(Reading reading) {
        StringBuilder line = new StringBuilder(96);
        for (Object cell : cells(reading)) {
            line.append(line.isEmpty() ? "" : "\t").append(cell == null ? "\\N" : cell);
        }
        return line.append('\n').toString();
    }

    private List<List<Reading>> batches(int rows) {
        List<List<Reading>> batches = new ArrayList<>();
        for (int from = 0; from < readings.size(); from += rows) {
            batches.add(readings.subList(from, Math.min(from + rows, readings.size())));
        }
        return batches;
    }
}

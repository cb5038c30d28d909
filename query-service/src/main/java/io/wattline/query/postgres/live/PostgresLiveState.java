package io.wattline.query.postgres.live;

import io.wattline.query.live.LiveReading;
import io.wattline.query.live.LiveState;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// [LiveState] on the live tables.
public final class PostgresLiveState implements LiveState {

    private static final String METER = one(DeviceKind.METER);
    private static final String VEHICLE = one(DeviceKind.VEHICLE);
    private static final String METERS = page(DeviceKind.METER);
    private static final String VEHICLES = page(DeviceKind.VEHICLE);

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresLiveState(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<LiveReading<MeterReading>> meter(String meterId) {
        return database.read(jdbc -> jdbc.sql(METER)
                .param("device", meterId)
                .query(PostgresLiveState::meter)
                .optional());
    }

    @Override
    public Optional<LiveReading<VehicleReading>> vehicle(String vehicleId) {
        return database.read(jdbc -> jdbc.sql(VEHICLE)
                .param("device", vehicleId)
                .query(PostgresLiveState::vehicle)
                .optional());
    }

    @Override
    public List<LiveReading<MeterReading>> meters(String after, int limit) {
        return database.read(jdbc -> jdbc.sql(METERS)
                .param("after", after)
                .param("limit", limit)
                .query(PostgresLiveState::meter)
                .list());
    }

    @Override
    public List<LiveReading<VehicleReading>> vehicles(String after, int limit) {
        return database.read(jdbc -> jdbc.sql(VEHICLES)
                .param("after", after)
                .param("limit", limit)
                .query(PostgresLiveState::vehicle)
                .list());
    }

    private static String one(DeviceKind kind) {
        return selected(kind) + " WHERE " + Field.idOf(kind).column() + " = :device";
    }

    private static String page(DeviceKind kind) {
        String id = Field.idOf(kind).column();
        return selected(kind) + " WHERE " + id + " > :after ORDER BY " + id + " LIMIT :limit";
    }

    private static String selected(DeviceKind kind) {
        String measurements =
                Field.measurementsOf(kind).stream().map(Field::column).collect(Collectors.joining(", "));
        return "SELECT %s, ts, kwh, received_at, %s FROM %s_live"
                .formatted(Field.idOf(kind).column(), measurements, kind.name().toLowerCase(Locale.ROOT));
    }

    private static LiveReading<MeterReading> meter(ResultSet row, int number) throws SQLException {
        return new LiveReading<>(
                MeterReading.of(
                        row.getString(Field.METER_ID.column()),
                        Columns.instant(row, "ts"),
                        row.getBigDecimal("kwh"),
                        measurements(row, DeviceKind.METER)::get),
                Columns.instant(row, "received_at"));
    }

    private static LiveReading<VehicleReading> vehicle(ResultSet row, int number) throws SQLException {
        return new LiveReading<>(
                VehicleReading.of(
                        row.getString(Field.VEHICLE_ID.column()),
                        Columns.instant(row, "ts"),
                        row.getBigDecimal("kwh"),
                        measurements(row, DeviceKind.VEHICLE)::get),
                Columns.instant(row, "received_at"));
    }

    private static Map<Field, Float> measurements(ResultSet row, DeviceKind kind) throws SQLException {
        Map<Field, Float> values = new EnumMap<>(Field.class);
        for (Field measurement : Field.measurementsOf(kind)) {
            @Nullable Float value = Columns.optionalReal(row, measurement.column());
            if (value != null) {
                values.put(measurement, value);
            }
        }
        return values;
    }
}

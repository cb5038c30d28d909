package io.wattline.query.postgres.live;

import io.wattline.query.live.LiveReading;
import io.wattline.query.live.LiveState;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// [LiveState] on the live tables.
public final class PostgresLiveState implements LiveState {

    private static final String METER =
            "SELECT meter_id, ts, kwh, voltage, received_at FROM meter_live WHERE meter_id = :device";

    private static final String VEHICLE =
            "SELECT vehicle_id, ts, kwh, soc, battery_temp, received_at FROM vehicle_live WHERE vehicle_id = :device";

    private static final String METERS = """
            SELECT meter_id, ts, kwh, voltage, received_at FROM meter_live
            WHERE meter_id > :after ORDER BY meter_id LIMIT :limit
            """;

    private static final String VEHICLES = """
            SELECT vehicle_id, ts, kwh, soc, battery_temp, received_at FROM vehicle_live
            WHERE vehicle_id > :after ORDER BY vehicle_id LIMIT :limit
            """;

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

    private static LiveReading<MeterReading> meter(ResultSet row, int number) throws SQLException {
        return new LiveReading<>(
                new MeterReading(
                        row.getString("meter_id"),
                        Columns.instant(row, "ts"),
                        row.getBigDecimal("kwh"),
                        row.getFloat("voltage")),
                Columns.instant(row, "received_at"));
    }

    private static LiveReading<VehicleReading> vehicle(ResultSet row, int number) throws SQLException {
        return new LiveReading<>(
                new VehicleReading(
                        row.getString("vehicle_id"),
                        Columns.instant(row, "ts"),
                        row.getBigDecimal("kwh"),
                        Columns.optionalReal(row, "soc"),
                        Columns.optionalReal(row, "battery_temp")),
                Columns.instant(row, "received_at"));
    }
}

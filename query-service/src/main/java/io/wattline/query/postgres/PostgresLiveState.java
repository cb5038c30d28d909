package io.wattline.query.postgres;

import io.wattline.query.live.LiveReading;
import io.wattline.query.live.LiveState;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.util.Optional;

/// [LiveState] on the live tables.
public final class PostgresLiveState implements LiveState {

    private static final String METER =
            "SELECT meter_id, ts, kwh, voltage, received_at FROM meter_live WHERE meter_id = :device";

    private static final String VEHICLE =
            "SELECT vehicle_id, ts, kwh, soc, battery_temp, received_at FROM vehicle_live WHERE vehicle_id = :device";

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresLiveState(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<LiveReading<MeterReading>> meter(String meterId) {
        return database.read(jdbc -> jdbc.sql(METER)
                .param("device", meterId)
                .query((row, number) -> new LiveReading<>(
                        new MeterReading(
                                row.getString("meter_id"),
                                Columns.instant(row, "ts"),
                                row.getBigDecimal("kwh"),
                                row.getFloat("voltage")),
                        Columns.instant(row, "received_at")))
                .optional());
    }

    @Override
    public Optional<LiveReading<VehicleReading>> vehicle(String vehicleId) {
        return database.read(jdbc -> jdbc.sql(VEHICLE)
                .param("device", vehicleId)
                .query((row, number) -> new LiveReading<>(
                        new VehicleReading(
                                row.getString("vehicle_id"),
                                Columns.instant(row, "ts"),
                                row.getBigDecimal("kwh"),
                                Columns.optionalReal(row, "soc"),
                                Columns.optionalReal(row, "battery_temp")),
                        Columns.instant(row, "received_at")))
                .optional());
    }
}

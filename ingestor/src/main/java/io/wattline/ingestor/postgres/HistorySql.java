package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.Row;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The two statements that write readings of one kind, and how rows are bound to them: one array parameter a column.
///
/// @param insertHistory adds the rows whose key is new and returns those keys, in the order bound
/// @param upsertLive replaces older live state; binds the same columns
/// @param columns the array parameters of both
record HistorySql<R extends Reading>(String insertHistory, String upsertLive, List<Column<R>> columns) {

    /// One array parameter.
    ///
    /// @param type its element type in PostgreSQL
    /// @param element what a row puts into it; a String is text for the type's input function
    record Column<R extends Reading>(String type, Function<Row<R>, @Nullable Object> element) {}

    static final HistorySql<MeterReading> METER = new HistorySql<>(
            """
            INSERT INTO meter_history (meter_id, ts, kwh, received_at, voltage)
            SELECT * FROM unnest(?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            RETURNING meter_id, ts
            """,
            """
            INSERT INTO meter_live AS live (meter_id, ts, kwh, received_at, voltage)
            SELECT * FROM unnest(?, ?, ?, ?, ?)
            ON CONFLICT (meter_id) DO UPDATE
            SET ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at, voltage = excluded.voltage
            WHERE live.ts < excluded.ts
            """,
            List.of(
                    new Column<>("text", row -> row.reading().meterId()),
                    new Column<>(
                            "timestamptz", row -> row.reading().measuredAt().toString()),
                    new Column<>("numeric", row -> row.reading().kwh()),
                    new Column<>("timestamptz", row -> row.receivedAt().toString()),
                    new Column<>("float4", row -> row.reading().voltage())));

    static final HistorySql<VehicleReading> VEHICLE = new HistorySql<>(
            """
            INSERT INTO vehicle_history (vehicle_id, ts, kwh, received_at, soc, battery_temp)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            RETURNING vehicle_id, ts
            """,
            """
            INSERT INTO vehicle_live AS live (vehicle_id, ts, kwh, received_at, soc, battery_temp)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
            ON CONFLICT (vehicle_id) DO UPDATE
            SET ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at,
                soc = excluded.soc, battery_temp = excluded.battery_temp
            WHERE live.ts < excluded.ts
            """,
            List.of(
                    new Column<>("text", row -> row.reading().vehicleId()),
                    new Column<>(
                            "timestamptz", row -> row.reading().measuredAt().toString()),
                    new Column<>("numeric", row -> row.reading().kwh()),
                    new Column<>("timestamptz", row -> row.receivedAt().toString()),
                    new Column<>("float4", row -> row.reading().soc()),
                    new Column<>("float4", row -> row.reading().batteryTemp())));

    /// Binds the rows to either statement.
    void bind(PreparedStatement statement, List<Row<R>> rows) throws SQLException {
        for (int c = 0; c < columns.size(); c++) {
            Column<R> column = columns.get(c);
            Object[] elements = switch (column.type()) {
                case "text", "timestamptz" -> new String[rows.size()];
                case "float4" -> new Float[rows.size()];
                default -> new Object[rows.size()];
            };
            for (int i = 0; i < elements.length; i++) {
                elements[i] = column.element().apply(rows.get(i));
            }
            statement.setArray(c + 1, statement.getConnection().createArrayOf(column.type(), elements));
        }
    }
}

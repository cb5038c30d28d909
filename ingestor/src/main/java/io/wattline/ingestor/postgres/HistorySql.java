package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.Row;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The statements that write readings of one kind, and how rows are bound to them: one array parameter a column.
///
/// Instants go as seconds since 1970 in double precision, which the driver sends in binary; text would cost either side
/// several times as much. It is exact: microseconds, which is what readings have, stay apart in a double until the year
/// 2242, and `to_timestamp` rounds to the nearest.
///
/// @param insertHistory adds the rows whose key is new and returns those keys, in the order bound
/// @param upsertLive replaces older live state; binds the same columns
/// @param lookUp says of rows that were not added whether history has their values, and their arrival; binds the same
///     columns
/// @param columns the array parameters of all
record HistorySql<R extends Reading>(String insertHistory, String upsertLive, String lookUp, List<Column<R>> columns) {

    /// One array parameter.
    ///
    /// @param type its element type in PostgreSQL
    /// @param elements what the rows put into it
    record Column<R extends Reading>(String type, Function<List<Row<R>>, Object> elements) {

        static <R extends Reading> Column<R> text(Function<R, String> value) {
            return new Column<>(
                    "text",
                    rows -> rows.stream().map(row -> value.apply(row.reading())).toArray(String[]::new));
        }

        static <R extends Reading> Column<R> instant(Function<Row<R>, Instant> value) {
            return new Column<>(
                    "float8",
                    rows -> rows.stream()
                            .map(value)
                            .mapToDouble(EpochSeconds::of)
                            .toArray());
        }

        static <R extends Reading> Column<R> numeric(Function<R, BigDecimal> value) {
            return new Column<>(
                    "numeric",
                    rows -> rows.stream().map(row -> value.apply(row.reading())).toArray(BigDecimal[]::new));
        }

        static <R extends Reading> Column<R> real(Function<R, @Nullable Float> value) {
            return new Column<>(
                    "float4",
                    rows -> rows.stream().map(row -> value.apply(row.reading())).toArray(Float[]::new));
        }
    }

    static final HistorySql<MeterReading> METER = new HistorySql<>(
            """
            INSERT INTO meter_history (meter_id, ts, kwh, received_at, voltage)
            SELECT id, to_timestamp(ts), kwh, to_timestamp(received_at), voltage
            FROM unnest(?, ?, ?, ?, ?) AS bound (id, ts, kwh, received_at, voltage)
            ON CONFLICT DO NOTHING
            RETURNING meter_id, ts
            """,
            """
            INSERT INTO meter_live AS live (meter_id, ts, kwh, received_at, voltage)
            SELECT id, to_timestamp(ts), kwh, to_timestamp(received_at), voltage
            FROM unnest(?, ?, ?, ?, ?) AS bound (id, ts, kwh, received_at, voltage)
            ON CONFLICT (meter_id) DO UPDATE
            SET ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at, voltage = excluded.voltage
            WHERE live.ts < excluded.ts
            """,
            "SELECT position, same_values, same_arrival FROM found_meter_readings(?, ?, ?, ?, ?)",
            List.of(
                    Column.text(MeterReading::meterId),
                    Column.instant(row -> row.reading().measuredAt()),
                    Column.numeric(MeterReading::kwh),
                    Column.instant(Row::receivedAt),
                    Column.real(MeterReading::voltage)));

    static final HistorySql<VehicleReading> VEHICLE = new HistorySql<>(
            """
            INSERT INTO vehicle_history (vehicle_id, ts, kwh, received_at, soc, battery_temp)
            SELECT id, to_timestamp(ts), kwh, to_timestamp(received_at), soc, battery_temp
            FROM unnest(?, ?, ?, ?, ?, ?) AS bound (id, ts, kwh, received_at, soc, battery_temp)
            ON CONFLICT DO NOTHING
            RETURNING vehicle_id, ts
            """,
            """
            INSERT INTO vehicle_live AS live (vehicle_id, ts, kwh, received_at, soc, battery_temp)
            SELECT id, to_timestamp(ts), kwh, to_timestamp(received_at), soc, battery_temp
            FROM unnest(?, ?, ?, ?, ?, ?) AS bound (id, ts, kwh, received_at, soc, battery_temp)
            ON CONFLICT (vehicle_id) DO UPDATE
            SET ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at,
                soc = excluded.soc, battery_temp = excluded.battery_temp
            WHERE live.ts < excluded.ts
            """,
            "SELECT position, same_values, same_arrival FROM found_vehicle_readings(?, ?, ?, ?, ?, ?)",
            List.of(
                    Column.text(VehicleReading::vehicleId),
                    Column.instant(row -> row.reading().measuredAt()),
                    Column.numeric(VehicleReading::kwh),
                    Column.instant(Row::receivedAt),
                    Column.real(VehicleReading::soc),
                    Column.real(VehicleReading::batteryTemp)));

    /// Binds the rows to any of the statements.
    void bind(PreparedStatement statement, List<Row<R>> rows) throws SQLException {
        for (int c = 0; c < columns.size(); c++) {
            Column<R> column = columns.get(c);
            // Not the connection's own: the pool's wrapper knows the method for arrays of objects only.
            var connection = statement.getConnection().unwrap(PGConnection.class);
            statement.setArray(
                    c + 1,
                    connection.createArrayOf(column.type(), column.elements().apply(rows)));
        }
    }
}

package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.Row;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    static final HistorySql<MeterReading> METER = of(DeviceKind.METER);
    static final HistorySql<VehicleReading> VEHICLE = of(DeviceKind.VEHICLE);

    // Only names of the fields' own table get into the text.
    private static <R extends Reading> HistorySql<R> of(DeviceKind kind) {
        List<Field> measurements = Field.measurementsOf(kind);
        String table = kind.name().toLowerCase(Locale.ROOT);
        String id = Field.idOf(kind).column();
        String bound = listed("kwh, received_at", measurements, Field::column);
        String values = listed("kwh, to_timestamp(received_at)", measurements, Field::column);
        String parameters = listed("?, ?, ?, ?", measurements, measurement -> "?");
        String replaced = listed(
                "ts = excluded.ts, kwh = excluded.kwh, received_at = excluded.received_at",
                measurements,
                measurement -> measurement.column() + " = excluded." + measurement.column());
        String rows = """
                (%s, ts, %s)
                SELECT id, to_timestamp(ts), %s
                FROM unnest(%s) AS bound (id, ts, %s)
                """.formatted(id, bound, values, parameters, bound);
        return new HistorySql<>(
                """
                INSERT INTO %s_history %s
                ON CONFLICT DO NOTHING
                RETURNING %s, ts
                """.formatted(table, rows, id),
                """
                INSERT INTO %s_live AS live %s
                ON CONFLICT (%s) DO UPDATE SET %s
                WHERE live.ts < excluded.ts
                """.formatted(table, rows, id, replaced),
                "SELECT position, same_values, same_arrival FROM found_%s_readings(%s)".formatted(table, parameters),
                columns(measurements));
    }

    private static String listed(String first, List<Field> measurements, Function<Field, String> each) {
        return Stream.concat(Stream.of(first), measurements.stream().map(each)).collect(Collectors.joining(", "));
    }

    private static <R extends Reading> List<Column<R>> columns(List<Field> measurements) {
        Stream<Column<R>> common = Stream.of(
                Column.text(Reading::deviceId),
                Column.instant(row -> row.reading().measuredAt()),
                Column.numeric(Reading::kwh),
                Column.instant(Row::receivedAt));
        return Stream.concat(
                        common, measurements.stream().map(field -> Column.<R>real(reading -> reading.value(field))))
                .toList();
    }

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

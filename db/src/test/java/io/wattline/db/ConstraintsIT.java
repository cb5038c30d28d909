package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private static MigratedDatabase database;
    private static Connection ingest;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        for (DayPartitionedTable table : DayPartitionedTable.values()) {
            DayPartitions.ensure(ingest, table, TODAY);
            DayPartitions.ensure(ingest, table, TODAY.plusDays(1));
        }
    }

    @AfterAll
    static void close() throws SQLException {
        ingest.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "kwh, NaN",
        "kwh, -0.000001",
        "kwh, 1000.000001",
        "voltage, NaN",
        "voltage, Infinity",
        "voltage, -Infinity",
        "voltage, -0.1",
        "voltage, 1000.1",
        "meter_id, ''",
        "received_at, infinity",
        "received_at, -infinity",
    })
    void aMeterReadingOutOfRangeIsRefused(String column, String value) {
        assertRefused("meter_history", "meter", column, value);
        assertRefused("meter_live", "meter", column, value);
    }

    @ParameterizedTest
    @CsvSource({
        "kwh, NaN",
        "kwh, -0.000001",
        "kwh, 1000.000001",
        "soc, NaN",
        "soc, Infinity",
        "soc, -Infinity",
        "soc, -0.1",
        "soc, 100.1",
        "battery_temp, NaN",
        "battery_temp, Infinity",
        "battery_temp, -Infinity",
        "battery_temp, -60.1",
        "battery_temp, 150.1",
        "vehicle_id, ''",
        "received_at, infinity",
    })
    void aVehicleReadingOutOfRangeIsRefused(String column, String value) {
        assertRefused("vehicle_history", "vehicle", column, value);
        assertRefused("vehicle_live", "vehicle", column, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity"})
    void refusesAnInfiniteTimeInALiveRow(String ts) {
        assertRefused("meter_live", "meter", "ts", ts);
        assertRefused("vehicle_live", "vehicle", "ts", ts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "-Infinity"})
    void anInfiniteEnergyDoesNotFitTheColumn(String kwh) {
        assertThat(Sql.stateOf(() -> insert("meter_history", "meter", "kwh", kwh)))
                .isEqualTo("22003");
    }

    @Test
    void bothEndsOfEveryRangeAreAccepted() throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES
                  ('ends', now(), 0, 0), (repeat('x', 64), now(), 1000, 1000)
                """);
        Sql.execute(ingest, """
                INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp) VALUES
                  ('ends', now(), 0, 0, -60), ('ends-too', now(), 1000, 100, 150), ('none', now(), 0, NULL, NULL)
                """);
    }

    @Test
    void missingPartitionIs23514WithoutAConstraintName() {
        assertThat(Sql.refusalOf(() -> insert("meter_history", "meter", "ts", "2020-01-01T00:00:00Z")))
                .isEqualTo(new Sql.Refusal("23514", null));
    }

    @Test
    void ignoresTheSecondReadingOfAnInstant() throws SQLException {
        String insert = """
                INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                VALUES ('twice', '%sT00:00:00Z', %s, 0) ON CONFLICT DO NOTHING RETURNING meter_id
                """;
        assertThat(Sql.strings(ingest, insert.formatted(TODAY, 1))).containsExactly("twice");
        assertThat(Sql.strings(ingest, insert.formatted(TODAY, 2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"source, 'smtp'", "reason, 'because'", "item_index, '-1'"})
    void quarantineAcceptsOnlyKnownReasonsAndSources(String column, String value) {
        String columns = column.equals("item_index") ? "source, reason, item_index" : "source, reason";
        String values = switch (column) {
            case "source" -> "'" + value + "', 'bad_json'";
            case "reason" -> "'mqtt', '" + value + "'";
            default -> "'mqtt', 'bad_json', " + value;
        };
        String sql = "INSERT INTO rejected_message (received_at, payload, " + columns + ") VALUES (now(), '', " + values
                + ")";
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql))).isEqualTo("23514");
    }

    @Test
    void quarantineRefusesAPayloadAboveTheLimit() {
        String sql = """
                INSERT INTO rejected_message (received_at, source, reason, payload)
                VALUES (now(), 'mqtt', 'payload_too_large', decode(repeat('00', 65536 + %d), 'hex'))
                """;
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql.formatted(0)))).isEqualTo("none");
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql.formatted(1)))).isEqualTo("23514");
    }

    private static void assertRefused(String table, String kind, String column, String value) {
        assertThat(Sql.refusalOf(() -> insert(table, kind, column, value)))
                .as("%s.%s = %s", table, column, value)
                .isEqualTo(new Sql.Refusal("23514", table + "_" + column + "_check"));
    }

    /// Inserts a valid row but for one column.
    private static void insert(String table, String kind, String column, String value) throws SQLException {
        boolean meter = kind.equals("meter");
        String sql = meter
                ? "INSERT INTO " + table
                        + " (meter_id, ts, kwh, voltage, received_at) VALUES (?, ?::timestamptz, ?::numeric, ?::real, ?::timestamptz)"
                : "INSERT INTO " + table
                        + " (vehicle_id, ts, kwh, soc, battery_temp, received_at) VALUES (?, ?::timestamptz, ?::numeric, ?::real, ?::real, ?::timestamptz)";
        String[] columns = meter
                ? new String[] {"meter_id", "ts", "kwh", "voltage", "received_at"}
                : new String[] {"vehicle_id", "ts", "kwh", "soc", "battery_temp", "received_at"};
        try (var statement = ingest.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                String valid = columns[i].endsWith("_id")
                        ? "X"
                        : columns[i].equals("received_at") || columns[i].equals("ts") ? "now" : "1";
                statement.setString(i + 1, columns[i].equals(column) ? value : valid);
            }
            statement.execute();
        }
    }
}

package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.pipeline.QuarantineRow;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import io.wattline.telemetry.VehicleReading;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBatchStoreIT {

    private static final Instant NOON = Readings.NOON;

    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @Test
    void writesEveryTableInOneTransaction() {
        var rejection = new Rejection(RejectReason.TS_PAST, "too old", 3, new byte[] {1, 2});
        Stored stored = fixture.store.store(Readings.content(
                List.of(Readings.meter("M1", NOON, "12.345678")),
                List.of(Readings.vehicle("V1", NOON, 80.5f, null)),
                List.of(new QuarantineRow(NOON, Source.MQTT, "meters/M2/telemetry", rejection, 0))));

        assertThat(stored.newMeters().cardinality()).isOne();
        assertThat(stored.newVehicles().cardinality()).isOne();
        String received = NOON.plusSeconds(1).toString();
        String meter = "M1 %s 12.345678 230 %s".formatted(NOON, received);
        assertThat(meters("meter_history")).containsExactly(meter);
        assertThat(meters("meter_live")).containsExactly(meter);
        String vehicle = "V1 %s 0.100000 80.5 null %s".formatted(NOON, received);
        assertThat(vehicles("vehicle_history")).containsExactly(vehicle);
        assertThat(vehicles("vehicle_live")).containsExactly(vehicle);
        assertThat(fixture.rows("""
                SELECT %s, source, topic, reason, detail, item_index, payload FROM rejected_message
                """.formatted(utc("received_at"))))
                .containsExactly(NOON + " mqtt meters/M2/telemetry ts_past too old 3 \\x0102");
        assertThat(fixture.rows("""
                SELECT DISTINCT xmin FROM (SELECT xmin FROM meter_history UNION ALL SELECT xmin FROM meter_live
                  UNION ALL SELECT xmin FROM vehicle_history UNION ALL SELECT xmin FROM vehicle_live
                  UNION ALL SELECT xmin FROM rejected_message) AS everything
                """)).hasSize(1);
    }

    @Test
    void countsConflictsADeviceAndHour() {
        fixture.store.store(content(
                Readings.meter("M1", NOON, "1"),
                Readings.meter("M1", NOON.plusSeconds(60), "1"),
                Readings.meter("M2", NOON, "1")));
        for (int i = 0; i < 2; i++) {
            fixture.store.store(content(
                    Readings.meter("M1", NOON, "2"),
                    Readings.meter("M1", NOON.plusSeconds(60), "3"),
                    Readings.meter("M2", NOON, "1")));
        }

        assertThat(fixture.rows(
                        "SELECT device_id, kind, %s, conflicts, implausible FROM device_flaw".formatted(utc("hour"))))
                .containsExactly("M1 meter %s 4 0".formatted(NOON));
    }

    @Test
    void distinguishesNewRowsFromDuplicates() {
        fixture.store.store(content(Readings.meter("M1", 1), Readings.meter("M2", 2)));

        Stored stored = fixture.store.store(content(
                Readings.meter("M2", 3),
                Readings.meter("M2", 2),
                Readings.meter("M1", 1),
                Readings.meter("M1", 2),
                Readings.meter("M1", 2)));

        // Sorted: M1 1 (held), M1 2 (new), M1 2 (again), M2 2 (held), M2 3 (new).
        assertThat(stored.newMeters().stream()).containsExactly(1, 4);
        assertThat(stored.newVehicles().isEmpty()).isTrue();
    }

    @Test
    void firstValueOfAKeyWins() {
        fixture.store.store(content(Readings.meter("M1", NOON, "1"), Readings.meter("M1", NOON, "2")));
        fixture.store.store(content(Readings.meter("M1", NOON, "3")));

        String first = "M1 %s 1.000000 230 %s".formatted(NOON, NOON.plusSeconds(1));
        assertThat(meters("meter_history")).containsExactly(first);
        assertThat(meters("meter_live")).containsExactly(first);
    }

    @Test
    void liveStateIsTheNewestOfABatchAndNeverGoesBack() {
        fixture.store.store(content(Readings.meter("M1", 5), Readings.meter("M1", 60), Readings.meter("M1", 0)));
        assertThat(liveTimes("meter_live")).containsExactly("M1 " + NOON.plusSeconds(60));

        fixture.store.store(content(Readings.meter("M1", 59), Readings.meter("M2", 1)));
        assertThat(liveTimes("meter_live")).containsExactly("M1 " + NOON.plusSeconds(60), "M2 " + NOON.plusSeconds(1));
        assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("5");
    }

    @Test
    void liveStateHasNullWhereTheNewestReadingHasNoValue() {
        fixture.store.store(vehicles(Readings.vehicle("V1", NOON, 80f, 30f)));
        fixture.store.store(vehicles(Readings.vehicle("V1", NOON.minusSeconds(1), 79f, 29f)));
        fixture.store.store(vehicles(Readings.vehicle("V1", NOON.plusSeconds(1), null, 31f)));

        assertThat(fixture.rows("SELECT soc, battery_temp FROM vehicle_live")).containsExactly("null 31");
        assertThat(fixture.rows("SELECT soc, battery_temp FROM vehicle_history ORDER BY ts"))
                .containsExactly("79 29", "80 30", "null 31");
    }

    @Test
    void keepsTheEndsOfEveryRangeExactly() {
        String longest = "Z" + "9._:*-_a".repeat(7) + "1234567";
        fixture.store.store(Readings.content(
                List.of(
                        new MeterReading(longest, NOON, Readings.energy("1000"), 1000f),
                        new MeterReading("0", NOON.plusNanos(1_000), Readings.energy("0.000001"), 0f),
                        new MeterReading("1", NOON.plusNanos(999_999_000), Readings.energy("0"), 229.97f)),
                List.of(
                        new VehicleReading("V1", NOON, Readings.energy("0"), 100f, 150f),
                        new VehicleReading("V2", NOON, Readings.energy("999.999999"), 0f, -60f)),
                List.of()));

        assertThat(longest).hasSize(64);
        assertThat(fixture.rows("SELECT meter_id, kwh, voltage, " + utc("ts") + " FROM meter_history ORDER BY 1"))
                .containsExactly(
                        "0 0.000001 0 " + NOON.plusNanos(1_000),
                        "1 0.000000 229.97 " + NOON.plusNanos(999_999_000),
                        longest + " 1000.000000 1000 " + NOON);
        assertThat(fixture.rows("SELECT kwh, soc, battery_temp FROM vehicle_live ORDER BY vehicle_id"))
                .containsExactly("0.000000 100 150", "999.999999 0 -60");
    }

    private static BatchContent content(MeterReading... readings) {
        return Readings.meterContent(readings);
    }

    private static BatchContent vehicles(VehicleReading reading) {
        return Readings.content(List.of(), List.of(reading), List.of());
    }

    private List<String> meters(String table) {
        return fixture.rows(
                "SELECT meter_id, %s, kwh, voltage, %s FROM %s".formatted(utc("ts"), utc("received_at"), table));
    }

    private List<String> vehicles(String table) {
        return fixture.rows("SELECT vehicle_id, %s, kwh, soc, battery_temp, %s FROM %s"
                .formatted(utc("ts"), utc("received_at"), table));
    }

    private List<String> liveTimes(String table) {
        return fixture.rows("SELECT meter_id, %s FROM %s ORDER BY 1".formatted(utc("ts"), table));
    }

    /// A timestamp as `Instant.toString` writes it: with as many groups of three decimals as it needs.
    private static String utc(String column) {
        return """
                regexp_replace(to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '(\\.000)?(000)?Z$', 'Z')
                """.formatted(column).strip();
    }
}

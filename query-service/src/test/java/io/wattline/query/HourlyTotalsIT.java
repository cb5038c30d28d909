package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.History;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.postgres.performance.PostgresHistory;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Totals from rollups, marks and history together, against history alone.
class HourlyTotalsIT {

    private static final long SEED = new Random().nextLong();
    private static final int WINDOWS = 60;

    // 1.0 and 1.00 are the same energy.
    private static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
            .build();

    private static TestFleet fleet;
    private static RandomFleet model;
    private static HikariDataSource pool;
    private static PostgresHistory history;

    @BeforeAll
    static void start() throws SQLException {
        System.out.println("seed " + SEED);
        fleet = new TestFleet();
        model = new RandomFleet(SEED);
        model.write(fleet);
        pool = DataSources.pool(fleet.asQuery());
        history = new PostgresHistory(new QueryDatabase(pool));
    }

    @AfterAll
    static void stop() {
        pool.close();
        fleet.close();
    }

    // Whole hours and instants inside them, from before the first reading to after the last one.
    private static List<TimeWindow> windows() {
        Random random = new Random(SEED);
        var windows = new ArrayList<TimeWindow>();
        while (windows.size() < WINDOWS) {
            Instant one = moment(random);
            Instant other = moment(random);
            if (!one.equals(other)) {
                windows.add(one.isBefore(other) ? new TimeWindow(one, other) : new TimeWindow(other, one));
            }
        }
        return windows;
    }

    private static Instant moment(Random random) {
        Instant hour = RandomFleet.START.plus(Duration.ofHours(random.nextInt(-2, 12)));
        return random.nextBoolean() ? hour : hour.plus(random.nextLong(3_600_000_000L), ChronoUnit.MICROS);
    }

    private static <T> Map<String, T> each(Iterable<String> devices, Function<String, T> totals) {
        Map<String, T> found = new TreeMap<>();
        devices.forEach(device -> found.put(device, totals.apply(device)));
        return found;
    }

    private static Map<String, AcTotals> metersByHour(History.Snapshot snapshot, TimeWindow window) {
        return each(model.meters.keySet(), meter -> snapshot.meterTotalsByHour(meter, window));
    }

    private static Map<String, DcTotals> vehiclesByHour(History.Snapshot snapshot, TimeWindow window) {
        return each(model.vehicles.keySet(), vehicle -> snapshot.vehicleTotalsByHour(vehicle, window));
    }

    @Test
    void equalHistoryToTheLastDigit() {
        for (TimeWindow window : windows()) {
            history.inSnapshot(snapshot -> {
                metersByHour(snapshot, window).forEach((meter, totals) -> {
                    AcTotals expected = snapshot.meterTotals(meter, window);
                    assertThat(totals.readings()).as("%s %s", meter, window).isEqualTo(expected.readings());
                    assertThat(totals.kwh()).as("%s %s", meter, window).isEqualByComparingTo(expected.kwh());
                });
                vehiclesByHour(snapshot, window)
                        .forEach((vehicle, totals) -> assertThat(totals)
                                .as("%s %s", vehicle, window)
                                .usingRecursiveComparison(EXACT)
                                .isEqualTo(snapshot.vehicleTotals(vehicle, window)));
                return window;
            });
        }
    }

    private record Both(Map<String, AcTotals> meters, Map<String, DcTotals> vehicles) {}

    private static Both byHour(TimeWindow window) {
        return history.inSnapshot(
                snapshot -> new Both(metersByHour(snapshot, window), vehiclesByHour(snapshot, window)));
    }

    @Test
    void doNotDependOnTheProgressOfRollups() {
        for (TimeWindow window : windows()) {
            Both expected = byHour(window);
            for (int summed : new int[] {0, 3}) {
                withSummedBefore(
                        RandomFleet.START.plus(Duration.ofHours(summed)),
                        () -> assertThat(byHour(window))
                                .usingRecursiveComparison(EXACT)
                                .isEqualTo(expected));
            }
        }
    }

    private static void withSummedBefore(Instant summed, Runnable check) {
        setSummedBefore(summed);
        try {
            check.run();
        } finally {
            setSummedBefore(RandomFleet.CLOSED);
        }
    }

    private static void setSummedBefore(Instant instant) {
        fleet.superuser()
                .sql("UPDATE rollup_state SET summed_before = :summed")
                .param("summed", instant.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void longWindowHasTheFiguresOfTheFleet() {
        String window = "?startTime=" + RandomFleet.START.minus(Duration.ofDays(35)) + "&endTime=" + RandomFleet.CLOSED;
        try (TestApi api = new TestApi(fleet.asQuery())) {
            JsonNode ranked = api.get("/v1/analytics/performance" + window + "&limit=1000")
                    .ok()
                    .path("items");
            assertThat(ranked).hasSizeGreaterThan(8);
            for (JsonNode item : ranked) {
                String vehicle = item.path("vehicleId").textValue();
                JsonNode alone =
                        api.get("/v1/analytics/performance/" + vehicle + window).ok();
                assertThat(alone.path("paired").isNull()).isTrue();
                item.properties()
                        .forEach(member -> assertThat(alone.path(member.getKey()))
                                .as("%s of %s", member.getKey(), vehicle)
                                .isEqualTo(member.getValue()));
            }
        }
    }

    @Test
    void comeFromRollupsInWholeSummedHoursWithoutAMark() {
        TimeWindow window = new TimeWindow(RandomFleet.START, RandomFleet.CLOSED);
        String vehicle = falsify("+");
        try {
            history.inSnapshot(snapshot -> {
                assertThat(snapshot.vehicleTotalsByHour(vehicle, window).kwh())
                        .isEqualByComparingTo(
                                snapshot.vehicleTotals(vehicle, window).kwh().add(BigDecimal.valueOf(1_000)));
                return vehicle;
            });
        } finally {
            falsify("-");
        }
    }

    private static String falsify(String sign) {
        return fleet.superuser().sql("""
                UPDATE vehicle_hourly SET kwh = kwh %s 1000
                WHERE (vehicle_id, hour) = (
                  SELECT vehicle_id, hour FROM vehicle_hourly AS h
                  WHERE NOT EXISTS (
                    SELECT FROM rollup_dirty WHERE kind = 'vehicle' AND device_id = h.vehicle_id AND hour = h.hour)
                  ORDER BY 1, 2 LIMIT 1)
                RETURNING vehicle_id
                """.formatted(sign)).query(String.class).single();
    }
}

package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.MeterSegment;
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
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sums from rollups, marks and history together, against the readings one by one.
class HourlyTotalsIT {

    private static final long SEED = new Random().nextLong();
    private static final int WINDOWS = "long".equals(System.getProperty("tests.form")) ? 2_000 : 150;

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

    /// All that is summed for one vehicle in a window.
    private record Sums(Map<String, AcTotals> meters, DcTotals vehicle, MatchedEnergy matched) {}

    private static Sums sums(String vehicle, TimeWindow window) {
        return history.inSnapshot(snapshot -> {
            Map<String, AcTotals> meters = new TreeMap<>();
            model.meters.keySet().stream()
                    .filter(meter -> meter.startsWith(vehicle + "-") || meter.startsWith("X"))
                    .forEach(meter -> meters.put(meter, snapshot.meterTotals(meter, window)));
            List<MeterSegment> segments = snapshot.segments(vehicle, window, 100);
            return new Sums(
                    meters, snapshot.vehicleTotals(vehicle, window), snapshot.matched(vehicle, window, segments));
        });
    }

    private static Sums naive(String vehicle, TimeWindow window) {
        Map<String, AcTotals> meters = new TreeMap<>();
        model.meters.forEach((meter, readings) -> {
            if (meter.startsWith(vehicle + "-") || meter.startsWith("X")) {
                Map<Instant, RandomFleet.Reading> inside = RandomFleet.between(readings, window.start(), window.end());
                meters.put(meter, new AcTotals(inside.size(), RandomFleet.kwh(inside)));
            }
        });
        Map<Instant, RandomFleet.Reading> inside =
                RandomFleet.between(model.vehicles.get(vehicle), window.start(), window.end());
        List<Integer> temperatures = inside.values().stream()
                .map(RandomFleet.Reading::temperature)
                .filter(Objects::nonNull)
                .toList();
        return new Sums(
                meters,
                new DcTotals(
                        inside.size(),
                        RandomFleet.kwh(inside),
                        temperatures.size(),
                        BigDecimal.valueOf(temperatures.stream()
                                .mapToInt(Integer::intValue)
                                .sum())),
                model.matched(vehicle, window.start(), window.end()));
    }

    @Test
    void equalTheReadingsToTheLastDigit() {
        List<String> vehicles = List.copyOf(model.vehicles.keySet());
        Random random = new Random(SEED + 1);
        for (TimeWindow window : windows()) {
            String vehicle = vehicles.get(random.nextInt(vehicles.size()));
            assertThat(sums(vehicle, window))
                    .as("%s %s", vehicle, window)
                    .usingRecursiveComparison(EXACT)
                    .isEqualTo(naive(vehicle, window));
        }
    }

    @Test
    void doNotDependOnHowFarRollupsHaveCome() {
        for (TimeWindow window : windows().subList(0, 40)) {
            for (String vehicle : List.of("V0", "V2", "W1")) {
                Sums expected = sums(vehicle, window);
                for (int summed : new int[] {0, 3}) {
                    withSummedBefore(
                            RandomFleet.START.plus(Duration.ofHours(summed)),
                            () -> assertThat(sums(vehicle, window))
                                    .usingRecursiveComparison(EXACT)
                                    .isEqualTo(expected));
                }
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
    void givesAVehicleTheFiguresOfTheFleet() {
        Random random = new Random(SEED + 2);
        try (TestApi api = new TestApi(fleet.asQuery())) {
            for (int round = 0; round < 12; round++) {
                Instant start = RandomFleet.START.plus(Duration.ofHours(random.nextInt(6)));
                Instant end = start.plus(Duration.ofHours(1 + random.nextInt(2)));
                assertFleetAgrees(api, start, end);
            }
            assertFleetAgrees(api, RandomFleet.START.minus(Duration.ofDays(35)), RandomFleet.CLOSED);
        }
    }

    private static void assertFleetAgrees(TestApi api, Instant start, Instant end) {
        String window = "?startTime=" + start + "&endTime=" + end;
        JsonNode ranked = api.get("/v1/analytics/performance" + window + "&limit=1000")
                .ok()
                .path("items");
        assertThat(ranked).hasSizeGreaterThan(8);
        for (JsonNode item : ranked) {
            String vehicle = item.path("vehicleId").textValue();
            JsonNode alone =
                    api.get("/v1/analytics/performance/" + vehicle + window).ok();
            item.properties()
                    .forEach(member -> assertThat(alone.path(member.getKey()))
                            .as("%s of %s in %s", member.getKey(), vehicle, window)
                            .isEqualTo(member.getValue()));
        }
    }

    @Test
    void comeFromRollupsInWholeSummedHoursWithoutAMark() {
        TimeWindow window = new TimeWindow(RandomFleet.START, RandomFleet.CLOSED);
        String vehicle = falsify("+");
        try {
            history.inSnapshot(snapshot -> {
                assertThat(snapshot.vehicleTotals(vehicle, window).kwh())
                        .isEqualByComparingTo(
                                naive(vehicle, window).vehicle().kwh().add(BigDecimal.valueOf(1_000)));
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

package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsIT {

    private static final String STATS = "/v1/analytics/stats";
    private static final long SEED = new Random().nextLong();

    private static TestFleet fleet;
    private static RandomFleet model;

    @BeforeAll
    static void start() throws SQLException {
        System.out.println("seed " + SEED);
        fleet = new TestFleet();
        model = new RandomFleet(SEED);
        model.write(fleet);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    // All readings lie in the ten hours around the midnight before.
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-6H", "PT-7H-12M", "PT11H17M0.000001S", "PT-1M-1S"})
    void equalsTheSumOfTheReadings(String offset) {
        Instant at = RandomFleet.END.plus(Duration.parse(offset));
        Instant midnight = at.truncatedTo(ChronoUnit.DAYS);
        try (TestApi api = new TestApi(fleet.asQuery(), at)) {
            JsonNode body = api.get(STATS).ok();
            assertEnergy(body.path("today"), midnight, at);
            assertEnergy(body.path("last24Hours"), at.minus(Duration.ofHours(24)), at);
            assertThat(body.at("/devices/meters").longValue()).isEqualTo(devices(model.meters));
            assertThat(body.at("/devices/vehicles").longValue()).isEqualTo(devices(model.vehicles));
        }
    }

    @Test
    void sumsWhatTheIngestorsStoredInTheLastMinute() {
        fleet.superuser().sql("""
                INSERT INTO ingestor (share_group, ingestor_id, instance, expires_at, accepted_last_minute, counted_at)
                SELECT share_group, ingestor_id, gen_random_uuid(), clock_timestamp(), accepted,
                       clock_timestamp() + after * interval '1 s'
                FROM (VALUES ('ingestors', 'a', 6000, -10), ('ingestors', 'gone', 100000, -40),
                             ('north', 'a', 61, 0), ('north', 'new', 0, NULL))
                  AS told (share_group, ingestor_id, accepted, after)
                """).update();
        try (TestApi api = new TestApi(fleet.asQuery(), RandomFleet.END)) {
            assertThat(api.get(STATS).ok().path("ingest").toString())
                    .isEqualTo("{\"windowSeconds\":60,\"readings\":6061,\"readingsPerSecond\":101.02}");
        }
    }

    private static void assertEnergy(JsonNode energy, Instant since, Instant until) {
        assertThat(energy.path("since").textValue()).isEqualTo(since.toString());
        assertThat(energy.at("/readings/meter").longValue()).isEqualTo(count(model.meters, since, until));
        assertThat(energy.at("/readings/vehicle").longValue()).isEqualTo(count(model.vehicles, since, until));
        assertThat(energy.path("energyConsumedAc").decimalValue())
                .isEqualByComparingTo(kwh(model.meters, since, until));
        assertThat(energy.path("energyDeliveredDc").decimalValue())
                .isEqualByComparingTo(kwh(model.vehicles, since, until));
    }

    private static long devices(Map<String, TreeMap<Instant, RandomFleet.Reading>> devices) {
        return devices.values().stream().filter(readings -> !readings.isEmpty()).count();
    }

    private static long count(
            Map<String, TreeMap<Instant, RandomFleet.Reading>> devices, Instant since, Instant until) {
        return devices.values().stream()
                .mapToLong(
                        readings -> RandomFleet.between(readings, since, until).size())
                .sum();
    }

    private static BigDecimal kwh(
            Map<String, TreeMap<Instant, RandomFleet.Reading>> devices, Instant since, Instant until) {
        return devices.values().stream()
                .map(readings -> RandomFleet.kwh(RandomFleet.between(readings, since, until)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void reportsTheSpanOfHistoryAndCountsDegradedVehicles() {
        try (TestApi api = new TestApi(fleet.asQuery())) {
            JsonNode body = api.get(STATS).ok();
            assertThat(body.at("/history/from").textValue()).isEqualTo(RandomFleet.START.toString());
            assertThat(Instant.parse(body.at("/history/to").textValue()))
                    .isBetween(RandomFleet.CLOSED, RandomFleet.END);
            JsonNode degraded = api.get("/v1/analytics/performance?status=degraded&limit=1000")
                    .ok()
                    .path("items");
            assertThat(body.path("degradedVehicles").intValue()).isEqualTo(degraded.size());
            assertThat(api.get(STATS + "?fast=1").problem(400).path("parameter").textValue())
                    .isEqualTo("fast");
        }
    }

    @Test
    void answersForAnEmptyDatabase() {
        try (TestFleet empty = new TestFleet();
                TestApi api = new TestApi(empty.asQuery())) {
            JsonNode body = api.get(STATS).ok();
            assertThat(body.at("/devices/meters").longValue()).isZero();
            assertThat(body.at("/last24Hours/energyConsumedAc").decimalValue()).isZero();
            assertThat(body.at("/history/from").isNull()).isTrue();
            assertThat(body.at("/history/to").isNull()).isTrue();
        }
    }

    @Test
    void historyStartsWithTheFirstOpenHourBeforeAnyHourIsClosed() {
        try (TestFleet young = new TestFleet();
                TestApi api = new TestApi(young.asQuery())) {
            young.meter("M1", TestFleet.NOW.minusSeconds(90), "1").meter("M1", TestFleet.NOW.minusSeconds(60), "1");
            JsonNode span = api.get(STATS).ok().path("history");
            assertThat(span.path("from").textValue())
                    .isEqualTo(TestFleet.NOW
                            .minusSeconds(90)
                            .truncatedTo(ChronoUnit.HOURS)
                            .toString());
            assertThat(span.path("to").textValue())
                    .isEqualTo(TestFleet.NOW.minusSeconds(60).toString());
        }
    }
}

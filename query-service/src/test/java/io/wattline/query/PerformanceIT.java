package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceIT {

    private static final Instant NOW = TestFleet.NOW;

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static String performance(String vehicleId) {
        return "/v1/analytics/performance/" + vehicleId;
    }

    private static String performance(String vehicleId, Instant start, Instant end) {
        return performance(vehicleId) + "?startTime=" + start + "&endTime=" + end;
    }

    private static Instant minutesAgo(long minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({
        "worked-1, 46.2, 39.9, 0.8636, 6.3",
        "worked-2, 5.5, 4.6, 0.8364, 0.9",
        "worked-3, 125.5, 105.2, 0.8382, 20.3",
        "worked-4, 120.50, 105.30, 0.8739, 15.2"
    })
    void addsReadingsUpToTheWorkedExamples(String id, String kwhAc, String kwhDc, double ratio, double loss) {
        fleet.map(id, id + "-meter", null, null);
        fleet.meter(id + "-meter", minutesAgo(90), "0.000001").vehicle(id, minutesAgo(90), "0.000001", 35f);
        fleet.meter(id + "-meter", minutesAgo(30), minus(kwhAc)).vehicle(id, minutesAgo(30), minus(kwhDc), 35f);
        JsonNode body = api.get(performance(id)).ok();
        assertThat(body.path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo(kwhAc);
        assertThat(body.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo(kwhDc);
        assertThat(body.path("energyLoss").doubleValue()).isEqualTo(loss);
        assertThat(body.path("efficiencyRatio").doubleValue()).isEqualTo(ratio);
        assertThat(body.path("averageBatteryTemp").doubleValue()).isEqualTo(35.0);
    }

    private static String minus(String kwh) {
        return new BigDecimal(kwh).subtract(new BigDecimal("0.000001")).toPlainString();
    }

    /// A reading of both sides a minute, from two hours ago, five seconds apart.
    private static void charge(String vehicleId, String meterId, int minutes, String kwhAc, String kwhDc) {
        for (int minute = 0; minute < minutes; minute++) {
            fleet.meter(meterId, minutesAgo(120 - minute), kwhAc);
            fleet.vehicle(vehicleId, minutesAgo(120 - minute).plusSeconds(5), kwhDc, 21.25f);
        }
    }

    @Test
    void hasTheShapeOfTheContract() {
        Instant start = minutesAgo(120);
        Instant end = minutesAgo(60);
        fleet.map("shape", "shape-meter", minutesAgo(118), null);
        charge("shape", "shape-meter", 60, "0.125", "0.11");
        JsonNode body = api.get(performance("shape", start, end)).ok();
        assertThat(body.toString())
                .isEqualTo(
                        "{\"vehicleId\":\"shape\",\"meterId\":\"shape-meter\",\"meters\":[{\"meterId\":\"shape-meter\","
                                + "\"from\":\"" + minutesAgo(118) + "\",\"to\":\"" + end + "\"}],"
                                + "\"timeRange\":{\"start\":\"" + start + "\",\"end\":\"" + end + "\"},"
                                + "\"totalEnergyConsumedAc\":7.25,\"totalEnergyDeliveredDc\":6.38,\"energyLoss\":0.87,"
                                + "\"efficiencyRatio\":0.88,\"unmappedEnergyDeliveredDc\":0.22,"
                                + "\"averageBatteryTemp\":21.25,\"readings\":{\"meter\":58,\"vehicle\":58},"
                                + "\"matched\":{\"windowSeconds\":30,\"spans\":57,\"seconds\":3420,\"energyConsumedAc\":7.125,"
                                + "\"energyDeliveredDc\":6.27,\"efficiencyRatio\":0.88,\"coverage\":0.9828},"
                                + "\"paired\":{\"windowSeconds\":30,\"heartbeats\":57,\"energyConsumedAc\":7.125,"
                                + "\"energyDeliveredDc\":6.27,\"efficiencyRatio\":0.88},"
                                + "\"expectedEfficiency\":0.9368,\"excessLoss\":0.404871,\"status\":\"healthy\","
                                + "\"evidence\":\"6.27 of 7.125 kWh arrived (ratio 0.8800), 6.674 kWh were expected.\"}");
    }

    @Test
    void judgesAVehicleWhoseLossIsNotKnownYetByEightPoints() {
        fleet.map("leaking", "leaking-meter", null, null);
        charge("leaking", "leaking-meter", 60, "0.125", "0.1");
        JsonNode body =
                api.get(performance("leaking", minutesAgo(120), minutesAgo(60))).ok();
        assertThat(body.path("status").textValue()).isEqualTo("degraded");
        assertThat(body.path("evidence").textValue()).endsWith("more than 8 points below a healthy car.");
        fleet.superuser().sql("""
                INSERT INTO loss_state (vehicle_id, meter_id, last_charge_at, threshold, degrees, squares, seen_kwh,
                  smallest_visible_loss, evidence_small, evidence_large, seen_charges, learning, mean, covariance)
                VALUES ('leaking', 'leaking-meter', now(), 7, 5, 1, 400, 0.04, 0, 0, 40, false, '{0}', '{0}')
                """).update();
        assertThat(api.get(performance("leaking", minutesAgo(120), minutesAgo(60)))
                        .ok()
                        .path("status")
                        .textValue())
                .isEqualTo("healthy");
        fleet.superuser().sql("""
                INSERT INTO alert (kind, vehicle_id, meter_id, onset_at, raised_at, evidence)
                VALUES ('loss', 'leaking', 'leaking-meter', now(), now(), '{}')
                """).update();
        JsonNode alerted =
                api.get(performance("leaking", minutesAgo(120), minutesAgo(60))).ok();
        assertThat(alerted.path("status").textValue()).isEqualTo("degraded");
        assertThat(alerted.path("evidence").textValue()).endsWith("a loss alert is open.");
    }

    @Test
    void comparesAMinuteOfTheMeterWithFiveOfTheVehicle() {
        fleet.map("slow", "slow-meter", null, null);
        for (int minute = 0; minute <= 60; minute++) {
            fleet.meter("slow-meter", minutesAgo(120 - minute), "0.1");
            if (minute % 5 == 0) {
                fleet.vehicle("slow", minutesAgo(120 - minute), "0.45");
            }
        }
        JsonNode body =
                api.get(performance("slow", minutesAgo(120), minutesAgo(59))).ok();
        assertThat(body.at("/matched/efficiencyRatio").decimalValue()).isEqualByComparingTo("0.9");
        assertThat(body.at("/matched/spans").intValue()).isEqualTo(12);
        assertThat(body.path("paired").isNull()).isTrue();
        assertThat(body.path("status").textValue()).isEqualTo("healthy");
    }

    @Test
    void replaysTheRealSessionToTheSameFigures() throws IOException {
        fleet.map("tesla-s-01", "tesla-wallbox", null, null);
        List<String[]> rows = Files.readAllLines(Path.of("..", "samples", "pair_acdc_real.csv")).stream()
                .map(line -> line.split(",", -1))
                .toList();
        List<String> columns = List.of(rows.getFirst());
        Duration shift = Duration.between(Instant.parse(rows.getLast()[columns.indexOf("timestamp")]), minutesAgo(10));
        for (String[] row : rows.subList(1, rows.size())) {
            Instant measuredAt =
                    Instant.parse(row[columns.indexOf("timestamp")]).plus(shift);
            fleet.meter("tesla-wallbox", measuredAt, row[columns.indexOf("kwh_consumed_ac")]);
            fleet.vehicle("tesla-s-01", measuredAt, row[columns.indexOf("kwh_delivered_dc")]);
        }
        JsonNode body = api.get(performance("tesla-s-01")).ok();
        assertThat(body.path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("10.687688");
        assertThat(body.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("10.11");
        assertThat(body.path("efficiencyRatio").decimalValue()).isEqualByComparingTo("0.9459");
        assertThat(body.at("/readings/meter").intValue()).isEqualTo(76);
        assertThat(body.at("/readings/vehicle").intValue()).isEqualTo(76);
        assertThat(body.at("/matched/spans").intValue()).isEqualTo(75);
        assertThat(body.path("averageBatteryTemp").isNull()).isTrue();
        assertThat(body.path("status").textValue()).isEqualTo("healthy");
    }

    @Test
    void treatsTheWindowAsHalfOpen() {
        Instant start = minutesAgo(600);
        Instant end = minutesAgo(540);
        fleet.map("edge", "edge-meter", null, null);
        fleet.meter("edge-meter", start.minusNanos(1_000), "100").meter("edge-meter", start, "1");
        fleet.meter("edge-meter", end.minusNanos(1_000), "2").meter("edge-meter", end, "100");
        fleet.vehicle("edge", start.minusNanos(1_000), "100").vehicle("edge", start, "3");
        fleet.vehicle("edge", end.minusNanos(1_000), "4").vehicle("edge", end, "100");
        JsonNode body = api.get(performance("edge", start, end)).ok();
        assertThat(body.path("totalEnergyConsumedAc").intValue()).isEqualTo(3);
        assertThat(body.path("totalEnergyDeliveredDc").intValue()).isEqualTo(7);
    }

    @Test
    void reportsOnlyTheDcSideOfAnUnmappedVehicle() {
        fleet.vehicle("unmapped", minutesAgo(5), "2.5");
        JsonNode body = api.get(performance("unmapped")).ok();
        assertThat(body.path("status").textValue()).isEqualTo("unmapped");
        assertThat(body.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("2.5");
        for (String member : List.of(
                "meterId",
                "totalEnergyConsumedAc",
                "energyLoss",
                "efficiencyRatio",
                "matched",
                "paired",
                "expectedEfficiency",
                "excessLoss")) {
            assertThat(body.has(member)).as(member).isTrue();
            assertThat(body.path(member).isNull()).as(member).isTrue();
        }
        assertThat(body.path("meters").isEmpty()).isTrue();
    }

    @Test
    void knowsAMappedVehicleWithoutReadings() {
        fleet.map("silent", "silent-meter", null, null);
        JsonNode body = api.get(performance("silent")).ok();
        assertThat(body.path("totalEnergyConsumedAc").intValue()).isZero();
        assertThat(body.path("efficiencyRatio").isNull()).isTrue();
        assertThat(body.at("/matched/spans").intValue()).isZero();
        assertThat(body.path("paired").isNull()).isTrue();
        assertThat(body.path("status").textValue()).isEqualTo("insufficient_data");
    }

    @Test
    void correlatesPartByPartWhenTheMeterChanged() {
        Instant change = minutesAgo(60);
        fleet.map("moved", "old-meter", null, null).map("moved", "new-meter", change, null);
        fleet.meter("old-meter", change.minusSeconds(1), "5").vehicle("moved", change.minusSeconds(1), "4.5");
        fleet.meter("old-meter", change, "500");
        fleet.meter("new-meter", change.minusSeconds(1), "500");
        fleet.meter("new-meter", change, "7").vehicle("moved", change, "6");
        JsonNode body = api.get(performance("moved")).ok();
        assertThat(body.path("meterId").textValue()).isEqualTo("new-meter");
        assertThat(body.path("meters")).hasSize(2);
        assertThat(body.at("/meters/0/to").textValue()).isEqualTo(change.toString());
        assertThat(body.at("/meters/1/from").textValue()).isEqualTo(change.toString());
        assertThat(body.path("totalEnergyConsumedAc").intValue()).isEqualTo(12);
        assertThat(body.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("10.5");
    }

    @Test
    void answersTheSameHoweverLongTheWindowIs() {
        fleet.map("long", "long-meter", null, null);
        charge("long", "long-meter", 100, "0.1", "0.09");
        JsonNode day = api.get(performance("long")).ok();
        assertThat(day.at("/matched/spans").intValue()).isEqualTo(99);
        for (int days : new int[] {2, 31, 32, 400}) {
            JsonNode longer = api.get(performance("long", NOW.minus(Duration.ofDays(days)), NOW))
                    .ok();
            for (String same : List.of(
                    "totalEnergyConsumedAc", "averageBatteryTemp", "readings", "paired", "expectedEfficiency")) {
                assertThat(longer.path(same)).as("%s of %d days", same, days).isEqualTo(day.path(same));
            }
            assertThat(longer.at("/matched/energyDeliveredDc")).isEqualTo(day.at("/matched/energyDeliveredDc"));
        }
    }

    @Test
    void answers404ForAnUnknownVehicle() {
        JsonNode problem = api.get(performance("nobody")).problem(404);
        assertThat(problem.path("vehicleId").textValue()).isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%20",
                "a%20b",
                "-a",
                "a%00",
                "'%20OR%201=1",
                "%E2%82%AC",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void answers400ForAnInvalidId(String id) {
        assertThat(api.get(performance(id)).problem(400).path("parameter").textValue())
                .isEqualTo("vehicleId");
    }

    /// Refused before any route is looked for, so no parameter is named.
    @ParameterizedTest
    @ValueSource(strings = {"%2e%2e", "a%2Fb"})
    void answers400ForAnAmbiguousPath(String id) {
        assertThat(api.get(performance(id)).problem(400).has("parameter")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "startTime=2026-11-20T10:00:00, startTime",
        "endTime=300000-01-01T00:00:00Z, endTime",
        "startTime=2026-11-20T10:00:00Z&startTime=2026-11-20T10:00:00Z, startTime",
        "startTime=2099-01-01T00:00:00Z, startTime",
        "startTime=2016-01-01T00:00:00Z, startTime",
        "starttime=2026-11-20T10:00:00Z, starttime"
    })
    void namesTheInvalidParameter(String query, String parameter) {
        JsonNode problem = api.get(performance("any") + "?" + query).problem(400);
        assertThat(problem.path("parameter").textValue()).isEqualTo(parameter);
    }

    @Test
    void refusesOtherMethods() {
        assertThat(api.delete(performance("any")).problem(405)).isNotNull();
    }
}

package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.TestDevice;
import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples this project began with, over the whole road: device, broker, ingestor, database, query service.
class SeedsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static PostgresServer postgres;
    private static Broker broker;
    private static Stack stack;
    private static ServiceProcess ingestor;
    private static ServiceProcess queries;
    private static TestDevice device;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.create();
        broker = Broker.mosquitto();
        stack = Stack.on(postgres, broker);
        ingestor = stack.startIngestor();
        queries = stack.startQueryService();
        device = TestDevice.connect(broker);
    }

    @AfterAll
    static void stop() {
        device.close();
        stack.close();
        broker.close();
        postgres.close();
    }

    private static BigDecimal kwh(String value) {
        return new BigDecimal(value).setScale(6, RoundingMode.UNNECESSARY);
    }

    private static void awaitReadings(String table, String idColumn, String id, int count) {
        String sql = "SELECT count(*) FROM " + table + " WHERE " + idColumn + " = ?";
        await(id)
                .atMost(LIMIT)
                .until(() -> stack.database().sql().queryForObject(sql, Integer.class, id), stored -> stored == count);
    }

    @Test
    void newerReadingReplacesTheLiveRowAndAddsAHistoryRow() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        device.publish(new VehicleReading("SEED_V1", now.minusSeconds(60), kwh("0.1"), 50f, 20f));
        device.publish(new VehicleReading("SEED_V1", now, kwh("0.2"), 51f, 21f));

        awaitReadings("vehicle_history", "vehicle_id", "SEED_V1", 2);
        awaitReadings("vehicle_live", "vehicle_id", "SEED_V1", 1);
        JsonNode live = queries.get("/v1/vehicles/SEED_V1/live").json();
        assertThat(live.get("soc").decimalValue()).isEqualByComparingTo("51");
        assertThat(live.get("timestamp").asText()).isEqualTo(now.toString());
        assertThat(live.get("stale").asBoolean()).isFalse();
    }

    @Test
    void olderReadingNeverOverwritesLiveState() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        device.publish(new MeterReading("SEED_M1", now, kwh("0.2"), 231f));
        device.publish(new MeterReading("SEED_M1", now.minusSeconds(600), kwh("0.9"), 199f));

        awaitReadings("meter_history", "meter_id", "SEED_M1", 2);
        JsonNode live = queries.get("/v1/meters/SEED_M1/live").json();
        assertThat(live.get("timestamp").asText()).isEqualTo(now.toString());
        assertThat(live.get("kwhConsumedAc").decimalValue()).isEqualByComparingTo("0.2");
        assertThat(live.get("voltage").decimalValue()).isEqualByComparingTo("231");
    }

    @Test
    void otherValuesWithTheSameTimestampAreAConflict() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long before = ingestor.metrics().outcome("conflict");
        device.publish(new MeterReading("SEED_M2", now, kwh("0.5"), 230f));
        // Two messages of one device may go to two slots and two writers: first is what is committed first.
        awaitReadings("meter_history", "meter_id", "SEED_M2", 1);
        device.publish(new MeterReading("SEED_M2", now, kwh("0.75"), 230f));

        await().atMost(LIMIT).until(() -> ingestor.metrics().outcome("conflict") == before + 1);
        awaitReadings("meter_history", "meter_id", "SEED_M2", 1);
        assertThat(queries.get("/v1/meters/SEED_M2/live")
                        .json()
                        .get("kwhConsumedAc")
                        .decimalValue())
                .as("the first value wins")
                .isEqualByComparingTo("0.5");
    }

    @Test
    void aReadingMonthsOldIsRejectedAsTsPast() {
        device.publish(new MeterReading(
                "SEED_M3", Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofDays(120)), kwh("0.5"), 230f));

        String sql = "SELECT count(*) FROM rejected_message WHERE reason = 'ts_past' AND topic = ?";
        await().atMost(LIMIT)
                .until(() ->
                        stack.database().sql().queryForObject(sql, Integer.class, "meters/SEED_M3/telemetry") == 1);
    }

    /// The worked examples, each from readings a minute apart that add up to the totals.
    @ParameterizedTest(name = "{1} kWh DC of {0} kWh AC is {2}")
    @CsvSource({"46.2, 39.9, 0.8636", "5.5, 4.6, 0.8364", "125.5, 105.2, 0.8382", "120.50, 105.30, 0.8739"})
    void roundsTheWorkedExampleHalfEven(String ac, String dc, String ratio) {
        String vehicle = "WORKED_V" + ac;
        String meter = "WORKED_M" + ac;
        int readings = 10;
        Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(1));
        for (int i = 0; i < readings; i++) {
            Instant at = start.plus(Duration.ofMinutes(i));
            device.publish(new MeterReading(meter, at, part(ac, i, readings), 230f));
            device.publish(new VehicleReading(vehicle, at.plusSeconds(3), part(dc, i, readings), null, 35f));
        }
        awaitReadings("meter_history", "meter_id", meter, readings);
        awaitReadings("vehicle_history", "vehicle_id", vehicle, readings);
        assertThat(queries.put("/v1/mappings/" + vehicle, "{\"meterId\":\"" + meter + "\"}")
                        .status())
                .isEqualTo(200);

        JsonNode answer = queries.get("/v1/analytics/performance/" + vehicle).json();

        assertThat(answer.get("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo(ac);
        assertThat(answer.get("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo(dc);
        assertThat(answer.get("energyLoss").decimalValue())
                .isEqualByComparingTo(new BigDecimal(ac).subtract(new BigDecimal(dc)));
        assertThat(answer.get("efficiencyRatio").asText()).isEqualTo(ratio);
        assertThat(answer.get("averageBatteryTemp").decimalValue()).isEqualByComparingTo("35");
        assertThat(answer.get("meterId").asText()).isEqualTo(meter);
    }

    /// The total in equal parts, the last one taking what is left over.
    private static BigDecimal part(String total, int index, int parts) {
        BigDecimal each = new BigDecimal(total).divide(BigDecimal.valueOf(parts), 6, RoundingMode.DOWN);
        BigDecimal others = each.multiply(BigDecimal.valueOf(parts - 1L));
        return index < parts - 1
                ? each
                : new BigDecimal(total).setScale(6, RoundingMode.UNNECESSARY).subtract(others);
    }

    @Test
    void answers404AsAProblemForAnUnknownVehicle() {
        ServiceProcess.Answer answer = queries.get("/v1/analytics/performance/NOBODY");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().has("timestamp")).isTrue();
    }

    /// The table "Every seed's request, and its equivalent" of `docs/api.md`, row by row; the unknown vehicle is above.
    @Test
    void everySeedRequestHasAnEquivalent() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String meter = "{\"meterId\":\"SEED_M7\",\"kwhConsumedAc\":1,\"voltage\":230,\"timestamp\":\"%s\"}";
        String vehicle = "{\"vehicleId\":\"SEED_V7\",\"kwhDeliveredDc\":0.9,\"soc\":60,\"timestamp\":\"%s\"}";
        assertThat(ingested("/v1/ingest", meter.formatted(now))).isEqualTo(201);
        assertThat(ingested("/v1/ingest", vehicle.formatted(now))).isEqualTo(201);
        assertThat(ingested("/v1/ingest/meter", meter.formatted(now.minusSeconds(60))))
                .isEqualTo(201);
        assertThat(ingested("/v1/ingest/vehicle", vehicle.formatted(now.minusSeconds(60))))
                .isEqualTo(201);
        queries.put("/v1/mappings/SEED_V7", "{\"meterId\":\"SEED_M7\"}");

        JsonNode day = queries.get("/v1/analytics/performance/SEED_V7").json();
        assertThat(day.get("efficiencyRatio").decimalValue()).isEqualByComparingTo("0.9");
        assertThat(day.at("/readings/meter").asInt()).isEqualTo(2);
        JsonNode minute = queries.get("/v1/analytics/performance/SEED_V7?startTime=" + now.minusSeconds(90)
                        + "&endTime=" + now.minusSeconds(30))
                .json();
        assertThat(minute.at("/readings/vehicle").asInt()).isEqualTo(1);
        assertThat(queries.get("/v1/analytics/performance/SEED_V7?startTime=" + now.minusSeconds(90))
                        .json()
                        .at("/readings/vehicle")
                        .asInt())
                .isEqualTo(2);
        assertThat(queries.get("/v1/vehicles/SEED_V7/live").json().get("soc").decimalValue())
                .isEqualByComparingTo("60");
        assertThat(queries.get("/v1/vehicles?limit=1000").json().get("items").toString())
                .contains("SEED_V7");
        ServiceProcess.Answer stats = queries.get("/v1/analytics/stats");
        assertThat(stats.status()).isEqualTo(200);
        assertThat(queries.get("/health").json().get("database").asText()).isEqualTo("up");
        assertThat(queries.get("/health/live").status()).isEqualTo(200);
        assertThat(queries.get("/health/ready").status()).isEqualTo(200);
        assertThat(queries.get("/openapi.json").json().get("openapi").asText()).startsWith("3.1");
        assertThat(queries.get("/docs").status()).isEqualTo(200);
    }

    private static int ingested(String path, String body) {
        return ingestor.post(path, "application/json", body).status();
    }
}

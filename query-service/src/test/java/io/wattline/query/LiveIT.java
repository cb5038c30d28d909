package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveIT {

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

    @Test
    void answersTheNewestReadingOfAMeter() {
        fleet.meter("M1", NOW.minusSeconds(90), "0.12").meter("M1", NOW.minusSeconds(150), "9");
        TestApi.Reply reply = api.get("/v1/meters/M1/live");
        JsonNode body = reply.ok();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(body.path("meterId").textValue()).isEqualTo("M1");
        assertThat(body.path("timestamp").textValue())
                .isEqualTo(NOW.minusSeconds(90).toString());
        assertThat(body.path("receivedAt").textValue()).endsWith("Z");
        assertThat(body.path("ageSeconds").longValue()).isEqualTo(90);
        assertThat(body.path("stale").booleanValue()).isFalse();
        assertThat(body.path("kwhConsumedAc").decimalValue()).isEqualByComparingTo("0.12");
        assertThat(body.path("voltage").doubleValue()).isEqualTo(230.5);
    }

    @Test
    void answersTheNewestReadingOfAVehicle() {
        fleet.vehicle("V1", NOW.minusSeconds(10), "0.1", -7.5f);
        JsonNode body = api.get("/v1/vehicles/V1/live").ok();
        assertThat(body.path("vehicleId").textValue()).isEqualTo("V1");
        assertThat(body.path("kwhDeliveredDc").decimalValue()).isEqualByComparingTo("0.1");
        assertThat(body.path("soc").decimalValue()).isEqualByComparingTo("55.3");
        assertThat(body.path("batteryTemp").decimalValue()).isEqualByComparingTo("-7.5");
    }

    @Test
    void showsAbsentValuesAsNull() {
        fleet.vehicle("V2", NOW, "0");
        JsonNode body = api.get("/v1/vehicles/V2/live").ok();
        assertThat(body.path("batteryTemp").isNull()).isTrue();
        assertThat(body.path("ageSeconds").longValue()).isZero();
    }

    @Test
    void callsAReadingStaleOnceItIsOlderThanThreeMinutes() {
        fleet.meter("fresh", NOW.minusSeconds(180), "1")
                .meter("stale", NOW.minusSeconds(180).minusNanos(1_000), "1");
        assertThat(api.get("/v1/meters/fresh/live").ok().path("stale").booleanValue())
                .isFalse();
        assertThat(api.get("/v1/meters/stale/live").ok().path("stale").booleanValue())
                .isTrue();
    }

    @Test
    void reportsAgeZeroForAClockThatIsAhead() {
        fleet.meter("ahead", NOW.plusSeconds(60), "1");
        JsonNode body = api.get("/v1/meters/ahead/live").ok();
        assertThat(body.path("ageSeconds").longValue()).isZero();
        assertThat(body.path("stale").booleanValue()).isFalse();
    }

    @Test
    void answers404WithoutAReadingAnd400WithoutAnId() {
        fleet.map("mapped-only", "its-meter", null, null);
        assertThat(api.get("/v1/vehicles/mapped-only/live")
                        .problem(404)
                        .path("vehicleId")
                        .textValue())
                .isEqualTo("mapped-only");
        assertThat(api.get("/v1/meters/nobody/live")
                        .problem(404)
                        .path("meterId")
                        .textValue())
                .isEqualTo("nobody");
        assertThat(api.get("/v1/meters/a%20b/live")
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo("meterId");
    }
}

package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.query.mapping.MappingRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MappingRuleIT {

    private static final Instant AN_HOUR_AGO = TestFleet.NOW.minus(Duration.ofHours(1));

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        QueryConfig.Analytics usual = QueryConfig.Analytics.DEFAULT;
        api = new TestApi(
                fleet.asQuery(),
                new QueryConfig.Analytics(
                        usual.maxRange(),
                        usual.pairingWindow(),
                        usual.staleAfter(),
                        Optional.of(MappingRule.parse("VEHICLE_(.*) -> METER_$1"))));
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static JsonNode performance(String vehicleId) {
        return api.get("/v1/analytics/performance/" + vehicleId).ok();
    }

    @Test
    void namesTheMeterOfAVehicleWithReadingsAndWithoutMappings() {
        fleet.meter("METER_1", AN_HOUR_AGO, "2").vehicle("VEHICLE_1", AN_HOUR_AGO, "1.8");
        JsonNode answer = performance("VEHICLE_1");
        assertThat(answer.path("meterId").textValue()).isEqualTo("METER_1");
        assertThat(answer.path("efficiencyRatio").decimalValue()).isEqualByComparingTo("0.9");
        assertThat(api.get("/v1/mappings/VEHICLE_1").ok().path("mappings")).isEmpty();
    }

    @Test
    void neverMakesAVehicleKnown() {
        fleet.meter("METER_2", AN_HOUR_AGO, "2");
        api.get("/v1/analytics/performance/VEHICLE_2").problem(404);
    }

    @Test
    void givesWayToAnyMappingOfTheVehicle() {
        fleet.vehicle("VEHICLE_3", AN_HOUR_AGO, "1")
                .meter("METER_3", AN_HOUR_AGO, "2")
                .map("VEHICLE_3", "OTHER_3", null, AN_HOUR_AGO.minus(Duration.ofDays(10)));
        assertThat(performance("VEHICLE_3").path("status").textValue()).isEqualTo("unmapped");
    }

    @Test
    void takesNoMeterThatIsMappedToAnotherVehicle() {
        fleet.vehicle("VEHICLE_4", AN_HOUR_AGO, "1").map("SOMEBODY", "METER_4", null, null);
        assertThat(performance("VEHICLE_4").path("status").textValue()).isEqualTo("unmapped");
    }

    @Test
    void saysNothingAboutOtherNames() {
        fleet.vehicle("CAR_5", AN_HOUR_AGO, "1");
        assertThat(performance("CAR_5").path("status").textValue()).isEqualTo("unmapped");
    }
}

package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Rollups;
import io.wattline.db.matching.MatchSettings;
import io.wattline.telemetry.MappingRule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MappingRuleIT {

    private static final Instant AN_HOUR_AGO = TestFleet.NOW.minus(Duration.ofHours(1));

    private static final MappingRule RULE = MappingRule.parse("VEHICLE_(.*) -> METER_$1");

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        QueryConfig.Analytics usual = QueryConfig.Analytics.DEFAULT;
        api = new TestApi(
                fleet.asQuery(), new QueryConfig.Analytics(usual.maxRange(), usual.staleAfter(), Optional.of(RULE)));
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static JsonNode performance(String vehicleId) {
        return api.get("/v1/analytics/performance/" + vehicleId).ok();
    }

    /// Closes and sums one hour, as an ingestor would have.
    private static void sumHour(Instant hour) throws SQLException {
        fleet.superuser()
                .sql("UPDATE rollup_state SET closed_before = :hour, summed_before = :hour")
                .param("hour", hour.atOffset(ZoneOffset.UTC))
                .update();
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            Rollups.advance(ingest, hour.plus(Duration.ofHours(1)));
            TestFleet.rollUp(ingest, new MatchSettings(Duration.ofSeconds(30), RULE.parts()));
        }
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
    void countsInTheFleetToo() throws SQLException {
        Instant hour = TestFleet.NOW.minus(Duration.ofHours(26));
        fleet.meter("METER_6", hour, "2").vehicle("VEHICLE_6", hour, "1.8").vehicle("CAR_6", hour, "1");
        sumHour(hour);

        JsonNode items = api.get(
                        "/v1/analytics/performance?startTime=" + hour + "&endTime=" + hour.plus(Duration.ofHours(1)))
                .ok()
                .path("items");

        Map<String, JsonNode> byVehicle = new HashMap<>();
        items.forEach(item -> byVehicle.put(item.path("vehicleId").textValue(), item));
        assertThat(byVehicle.get("VEHICLE_6").path("meterId").textValue()).isEqualTo("METER_6");
        assertThat(byVehicle.get("VEHICLE_6").path("efficiencyRatio").decimalValue())
                .isEqualByComparingTo("0.9");
        assertThat(byVehicle.get("CAR_6").path("status").textValue()).isEqualTo("unmapped");
    }

    @Test
    void neverMakesAVehicleKnown() {
        fleet.meter("METER_2", AN_HOUR_AGO, "2");
        api.get("/v1/analytics/performance/VEHICLE_2").problem(404);
    }

    @Test
    void yieldsToAnyMappingOfTheVehicle() {
        fleet.vehicle("VEHICLE_3", AN_HOUR_AGO, "1")
                .meter("METER_3", AN_HOUR_AGO, "2")
                .map("VEHICLE_3", "OTHER_3", null, AN_HOUR_AGO.minus(Duration.ofDays(10)));
        assertThat(performance("VEHICLE_3").path("status").textValue()).isEqualTo("unmapped");
    }

    @Test
    void ignoresAMeterThatIsMappedToAnotherVehicle() {
        fleet.vehicle("VEHICLE_4", AN_HOUR_AGO, "1").map("SOMEBODY", "METER_4", null, null);
        assertThat(performance("VEHICLE_4").path("status").textValue()).isEqualTo("unmapped");
    }

    @Test
    void doesNotApplyToOtherNames() {
        fleet.vehicle("CAR_5", AN_HOUR_AGO, "1");
        assertThat(performance("CAR_5").path("status").textValue()).isEqualTo("unmapped");
    }
}

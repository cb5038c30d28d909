package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Rollups;
import io.wattline.db.matching.MatchSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One meter and one vehicle, three hours of which the first two are summed, and one spike on either side.
class VoidReadingsIT {

    private static final Instant START = TestFleet.NOW.minus(Duration.ofHours(6));
    private static final Instant END = START.plus(Duration.ofHours(3));
    private static final String WINDOW = "?startTime=" + START + "&endTime=" + END;

    private TestFleet fleet;
    private TestApi api;

    @BeforeEach
    void start() throws SQLException {
        fleet = new TestFleet();
        fleet.superuser()
                .sql("UPDATE rollup_state SET closed_before = :at, summed_before = :at")
                .param("at", START.atOffset(ZoneOffset.UTC))
                .update();
        fleet.map("V", "M", null, null);
        for (int minute = 0; minute < 180; minute += 10) {
            fleet.meter("M", at(minute), "1").vehicle("V", at(minute), "0.9", 20f);
        }
        fleet.meter("M", at(35), "125.271").vehicle("V", at(155), "99");
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            Rollups.advance(ingest, START.plus(Duration.ofHours(2)));
        }
        refresh();
        api = new TestApi(fleet.asQuery());
    }

    @AfterEach
    void stop() {
        api.close();
        fleet.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void voidReadingsAreLeftOutOfEveryAnswer(boolean summedAgain) throws SQLException {
        assertThat(performance().path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("143.271");

        assertThat(post(key("meterId", "M", 35) + "," + key("vehicleId", "V", 155), false)
                        .ok()
                        .toString())
                .isEqualTo("{\"changed\":2,\"unchanged\":0}");
        if (summedAgain) {
            refresh();
        }

        JsonNode performance = performance();
        assertThat(performance.path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("18");
        assertThat(performance.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("16.2");
        assertThat(performance.path("readings").toString()).isEqualTo("{\"meter\":18,\"vehicle\":18}");
        // Of the 17 spans of ten minutes the two with a void reading beside them count no less: their readings are
        // sound.
        assertThat(performance.path("matched").path("efficiencyRatio").decimalValue())
                .isEqualByComparingTo("0.9");
        assertThat(performance.path("matched").path("spans").intValue()).isEqualTo(15);
        assertThat(api.get("/v1/analytics/series/V" + WINDOW + "&bucket=PT1H")
                        .ok()
                        .toString())
                .doesNotContain("125.271", "131.271", "104.4")
                .contains("\"energyDeliveredDc\":5.4");
        // The fleet's answer covers the two hours that are closed.
        JsonNode first =
                api.get("/v1/analytics/performance" + WINDOW).ok().path("items").get(0);
        assertThat(first.path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("12");
        assertThat(first.path("totalEnergyDeliveredDc").decimalValue()).isEqualByComparingTo("10.8");
        JsonNode stats = api.get("/v1/analytics/stats").ok();
        assertThat(stats.toString()).doesNotContain("143.271", "115.2");
    }

    @Test
    void historyAndLiveStateStayAsTheyWere() {
        post(key("meterId", "M", 35), false).ok();

        assertThat(fleet.superuser()
                        .sql("SELECT count(*) FROM meter_history WHERE kwh = 125.271")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void undoneVoidCountsAgain() {
        post(key("meterId", "M", 35), false).ok();
        assertThat(post(key("meterId", "M", 35), true).ok().toString()).isEqualTo("{\"changed\":1,\"unchanged\":0}");

        assertThat(performance().path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("143.271");
    }

    @Test
    void readingThatIsVoidAlreadyIsUnchanged() {
        post(key("meterId", "M", 35), false).ok();

        assertThat(post(key("meterId", "M", 35), false).ok().toString()).isEqualTo("{\"changed\":0,\"unchanged\":1}");
    }

    @Test
    void answers404WithTheIndexOfAnUnknownReadingAndChangesNothing() {
        assertThat(post(key("meterId", "M", 35) + "," + key("meterId", "M", 36), false)
                        .problem(404)
                        .path("index")
                        .intValue())
                .isEqualTo(1);
        assertThat(performance().path("totalEnergyConsumedAc").decimalValue()).isEqualByComparingTo("143.271");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                                   | readings
            {"readings": [], "by": "a", "reason": "r"}                                           | readings
            {"readings": [1], "by": "a", "reason": "r"}                                          | readings
            {"readings": [{"timestamp": "2026-01-01T00:00:00Z"}], "by": "a", "reason": "r"}      | readings
            {"readings": [{"meterId": "M", "timestamp": "now"}], "by": "a", "reason": "r"}       | readings
            {"readings": [{"meterId": "M", "timestamp": "2026-01-01T00:00:00Z"}], "reason": "r"} | by
            {"readings": [{"meterId": "M", "timestamp": "2026-01-01T00:00:00Z"}], "by": "a"}     | reason
            {"readings": [{"meterId": "M", "timestamp": "2026-01-01T00:00:00Z"}], "undo": 1}     | undo
            {"reading": []}                                                                      | reading
            """)
    void whatIsWrongIsNamed(String body, String parameter) {
        assertThat(api.post("/v1/readings/void", "application/json", body)
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo(parameter);
    }

    private TestApi.Reply post(String keys, boolean undo) {
        return api.post(
                "/v1/readings/void",
                "application/json",
                "{\"readings\": [%s], \"undo\": %s, \"by\": \"anna\", \"reason\": \"a spike\"}".formatted(keys, undo));
    }

    private static String key(String idField, String id, int minute) {
        return "{\"%s\": \"%s\", \"timestamp\": \"%s\"}".formatted(idField, id, at(minute));
    }

    private JsonNode performance() {
        return api.get("/v1/analytics/performance/V" + WINDOW).ok();
    }

    private void refresh() throws SQLException {
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            TestFleet.rollUp(ingest, MatchSettings.DEFAULT);
        }
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}

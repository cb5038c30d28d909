package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePagesIT {

    private static final List<String> IDS = List.of("B", "a", "a-1", "a.2", "b", "c", "d");

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        for (String id : IDS) {
            fleet.meter(id, TestFleet.NOW.minusSeconds(200), "0.5");
            fleet.vehicle(id, TestFleet.NOW.minusSeconds(20), "0.25", 12.5f);
        }
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meter", "vehicle"})
    void pagesGiveEachDeviceOnceInTheOrderOfIds(String kind) {
        String path = "/v1/" + kind + "s?limit=";
        for (int limit = 1; limit <= IDS.size() + 1; limit++) {
            List<String> found = new ArrayList<>();
            JsonNode page = api.get(path + limit).ok();
            while (true) {
                page.path("items")
                        .forEach(item -> found.add(item.path(kind + "Id").textValue()));
                if (page.path("nextCursor").isNull()) {
                    break;
                }
                page = api.get(path + limit + "&cursor="
                                + page.path("nextCursor").textValue())
                        .ok();
            }
            assertThat(found).isEqualTo(IDS);
        }
    }

    @Test
    void pagesStayCompleteWhileDevicesAppearOrChange() {
        String cursor = api.get("/v1/meters?limit=3").ok().path("nextCursor").textValue();
        fleet.meter("a-1", TestFleet.NOW.minusSeconds(1), "0.5");
        JsonNode rest = api.get("/v1/meters?cursor=" + cursor).ok();
        assertThat(rest.at("/items/0/meterId").textValue()).isEqualTo("a.2");
        assertThat(rest.path("items").size()).isEqualTo(4);
    }

    @Test
    void itemsEqualTheLiveAnswerOfTheirDevice() {
        JsonNode item = api.get("/v1/vehicles?limit=1").ok().at("/items/0");
        assertThat(item).isEqualTo(api.get("/v1/vehicles/B/live").ok());
        assertThat(item.path("ageSeconds").longValue()).isEqualTo(20);
        assertThat(item.path("stale").booleanValue()).isFalse();
        assertThat(api.get("/v1/meters?limit=1").ok().at("/items/0/stale").booleanValue())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=one", "cursor=x", "cursor=bm9uZQ", "offset=3"})
    void refusesUnknownParameters(String parameters) {
        assertThat(api.get("/v1/vehicles?" + parameters)
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo(parameters.substring(0, parameters.indexOf('=')));
    }

    @Test
    void refusesTheCursorOfAnotherList() {
        String cursor = api.get("/v1/meters?limit=1").ok().path("nextCursor").textValue();
        api.get("/v1/vehicles?cursor=" + cursor).problem(400);
    }
}

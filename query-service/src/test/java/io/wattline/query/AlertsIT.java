package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsIT {

    private static final String LEAK = "00000000-0000-0000-0000-000000000001";
    private static final String SILENT = "00000000-0000-0000-0000-000000000002";
    private static final String OLD = "00000000-0000-0000-0000-000000000003";

    private TestFleet fleet;
    private TestApi api;

    @BeforeEach
    void start() {
        fleet = new TestFleet();
        fleet.map("V1", "M1", null, null);
        alert(
                LEAK,
                "V1",
                "loss",
                "2026-03-02T10:10:00Z",
                "size, size_margin, recent_size, told_size," + " smallest_visible_loss, lost_kwh, extra_grid_kwh",
                "0.06, 0.014, 0.07, 0.061, 0.04, 33.5, 38.2");
        alert(SILENT, "V2", "silent", "2026-03-03T00:00:00Z", "note", "'see below'");
        alert(OLD, "V1", "silent", "2026-02-01T00:00:00Z", "cleared_at", "'2026-02-01T09:00:00Z'");
        fleet.superuser().sql("""
                INSERT INTO charge (vehicle_id, meter_id, started_at, ended_at, known_at, kind, kwh_ac, kwh_dc, matched_ac,
                  matched_dc, coverage, cuts, ac_step, dc_step, hours_on, peak_kw, overlap, temp_at_start)
                SELECT 'V1', 'M1', start, start + interval '3 hours', start + interval '4 hours', 'judged',
                  12, 10.6, 11.5, 10.2, 0.98, 1, 0.001, 0.1, 1.75, 7.1, 0.97, 14.5
                FROM generate_series('2026-03-01T18:00:00Z'::timestamptz, '2026-03-05T18:00:00Z', interval '1 day') AS start
                """).update();
        api = new TestApi(fleet.asQuery());
    }

    @AfterEach
    void stop() {
        api.close();
        fleet.close();
    }

    private void alert(String id, String vehicle, String kind, String raised, String columns, String values) {
        fleet.superuser()
                .sql("""
                INSERT INTO alert (id, kind, vehicle_id, meter_id, onset_at, raised_at, evidence, %s)
                VALUES ('%s', '%s', '%s', 'M1', '%s', '%5$s', '{"device": "meter"}', %6$s)
                """.formatted(columns, id, kind, vehicle, raised, values))
                .update();
    }

    @Test
    void listsTheNewestAlertFirst() {
        assertThat(ids(api.get("/v1/alerts").ok())).containsExactly(SILENT, LEAK, OLD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state=open                             | 2,1
            state=cleared                          | 3
            kind=loss                              | 1
            vehicleId=V1                           | 1,3
            since=2026-03-02T10:10:00Z             | 2,1
            vehicleId=V1&kind=silent&state=cleared | 3
            kind=dead                              | ''
            """)
    void listAppliesTheFilter(String query, String expected) {
        List<String> ids = ids(api.get("/v1/alerts?" + query).ok());
        assertThat(String.join(",", ids.stream().map(id -> id.substring(35)).toList()))
                .isEqualTo(expected);
    }

    @Test
    void pagesFollowEachOtherWithTheFilterInTheCursor() {
        JsonNode first = api.get("/v1/alerts?vehicleId=V1&limit=1").ok();
        assertThat(ids(first)).containsExactly(LEAK);
        JsonNode second = api.get(
                        "/v1/alerts?limit=1&cursor=" + first.path("nextCursor").textValue())
                .ok();
        assertThat(ids(second)).containsExactly(OLD);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        api.get("/v1/alerts?vehicleId=V2&cursor=" + first.path("nextCursor").textValue())
                .problem(400);
    }

    @Test
    void answersALossWithItsFigures() {
        JsonNode alert = api.get("/v1/alerts/" + LEAK).ok().path("alert");

        assertThat(alert.path("summary").textValue())
                .isEqualTo(
                        "The pair has lost 6.1 (±1.4) points more than usual since 2026-03-02T10:10:00Z: 33.5 kWh so far.");
        assertThat(alert.path("size").decimalValue()).isEqualByComparingTo("0.061");
        assertThat(alert.path("lostKwh").decimalValue()).isEqualByComparingTo("33.5");
        assertThat(alert.path("extraGridKwh").decimalValue()).isEqualByComparingTo("38.2");
        assertThat(alert.path("cost").isNull()).isTrue();
        assertThat(alert.path("evidence").path("device").textValue()).isEqualTo("meter");
    }

    @Test
    void acknowledgesAndClosesAnAlert() {
        JsonNode seen = act(LEAK, "acknowledge", "{\"note\": \"sent Bob\", \"by\": \"ann\"}")
                .ok();
        assertThat(seen.path("alert").path("state").textValue()).isEqualTo("open");
        assertThat(seen.path("alert").path("acknowledgedBy").textValue()).isEqualTo("ann");

        JsonNode closed = act(LEAK, "close", "{}").ok();
        assertThat(closed.path("alert").path("state").textValue()).isEqualTo("closed");
        assertThat(closed.path("alert").path("closedBy").textValue()).isEqualTo("anonymous");
        assertThat(closed.path("alert").path("note").textValue()).isEqualTo("sent Bob");
        assertThat(closed.path("events").findValuesAsText("event")).containsExactly("acknowledged", "closed");
        assertThat(closed.path("events").get(0).path("note").textValue()).isEqualTo("sent Bob");
    }

    @Test
    void whatIsOverIsNotClosed() {
        assertThat(act(OLD, "close", "{}").problem(409).path("detail").textValue())
                .isEqualTo("Nothing was changed: the alert is cleared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledge", "close"})
    void answers404ForAnUnknownAlert(String verb) {
        act("00000000-0000-0000-0000-0000000000ff", verb, "{}").problem(404);
        api.get("/v1/alerts/00000000-0000-0000-0000-0000000000ff").problem(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"note": 1}   | note
            {"note": ""}  | note
            {"by": " "}   | by
            {"notes": ""} | notes
            """)
    void whatIsWrongIsNamed(String body, String parameter) {
        assertThat(act(LEAK, "acknowledge", body).problem(400).path("parameter").textValue())
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"state=acknowledged", "kind=leak", "vehicleId=%20", "since=yesterday", "cursor=abc", "limit=0"})
    void answers400ForAnInvalidFilter(String query) {
        api.get("/v1/alerts?" + query).problem(400);
        api.get("/v1/alerts/none").problem(400);
    }

    @Test
    void chargesAreListedByVehicleAndByMeterTheNewestFirst() {
        JsonNode page = api.get("/v1/vehicles/V1/charges?limit=2").ok();
        JsonNode newest = page.path("items").get(0);
        assertThat(newest.path("startedAt").textValue()).isEqualTo("2026-03-05T18:00:00Z");
        assertThat(newest.path("efficiencyRatio").decimalValue()).isEqualByComparingTo("0.887");
        assertThat(newest.path("energyConsumedAc").decimalValue()).isEqualByComparingTo("12");

        JsonNode next = api.get("/v1/vehicles/V1/charges?cursor="
                        + page.path("nextCursor").textValue())
                .ok();
        assertThat(next.path("items").findValuesAsText("startedAt"))
                .containsExactly("2026-03-03T18:00:00Z", "2026-03-02T18:00:00Z", "2026-03-01T18:00:00Z");
        assertThat(api.get("/v1/meters/M1/charges?startTime=2026-03-03&endTime=2026-03-05")
                        .ok()
                        .path("items")
                        .findValuesAsText("startedAt"))
                .containsExactly("2026-03-04T18:00:00Z", "2026-03-03T18:00:00Z");
        api.get("/v1/vehicles/V9/charges").problem(404);
        api.get("/v1/meters/M9/charges").problem(404);
        api.get("/v1/meters/M1/charges?cursor=" + page.path("nextCursor").textValue())
                .problem(400);
    }

    private TestApi.Reply act(String id, String verb, String body) {
        return api.post("/v1/alerts/" + id + "/" + verb, "application/json", body);
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add(item.path("id").textValue()));
        return ids;
    }
}

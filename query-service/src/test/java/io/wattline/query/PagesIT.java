package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.matching.MatchSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every page in a real browser, over a small fleet of which one charger leaks.
class PagesIT {

    private static final Instant FIRST = TestFleet.NOW.minus(Duration.ofHours(6));
    private static final List<String> ALL =
            List.of("/", "/vehicles/LEAKING-1?range=7d", "/alerts", "/quarantine", "/mappings", "/system");

    private static final String PAYLOAD = "<img src=x onerror=alert(1)>";

    private static TestFleet fleet;
    private static TestApi api;
    private static Pages pages;

    @BeforeAll
    static void start() throws SQLException {
        fleet = new TestFleet();
        pair("LEAKING-1", "M-LEAKING-1", "0.08");
        pair("GOOD-1", "M-GOOD-1", "0.109");
        pair("GOOD-2", "M-GOOD-2", "0.110");
        fleet.vehicle("ALONE", TestFleet.NOW.minusSeconds(30), "0.5");
        quarantine();
        sumHours();
        api = new TestApi(fleet.asQuery());
        pages = new Pages(api.port());
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.close();
        }
        if (api != null) {
            api.close();
        }
        fleet.close();
    }

    @BeforeEach
    void desktop() {
        pages.browser().size(1_280, 900);
        pages.browser().dark(false);
    }

    /// 7.2 kW for three hours, a heartbeat a minute.
    private static void pair(String vehicleId, String meterId, String kwhDc) {
        fleet.map(vehicleId, meterId, null, null);
        fleet.superuser()
                .sql("""
                WITH minute AS (SELECT generate_series(0, 179) AS n), ac AS (
                  INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                  SELECT :meter, CAST(:first AS timestamptz) + n * interval '1 min', 0.12, 230 FROM minute)
                INSERT INTO vehicle_history (vehicle_id, ts, kwh, soc, battery_temp)
                SELECT :vehicle, CAST(:first AS timestamptz) + n * interval '1 min', CAST(:dc AS numeric), 40 + n / 6.0, 20 FROM minute
                """)
                .param("meter", meterId)
                .param("vehicle", vehicleId)
                .param("first", FIRST.toString())
                .param("dc", kwhDc)
                .update();
        fleet.superuser()
                .sql(
                        "INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at) SELECT vehicle_id, ts, kwh, soc, battery_temp, received_at FROM vehicle_history WHERE vehicle_id = :vehicle ORDER BY ts DESC LIMIT 1")
                .param("vehicle", vehicleId)
                .update();
        fleet.superuser()
                .sql(
                        "INSERT INTO meter_live (meter_id, ts, kwh, voltage, received_at) SELECT meter_id, ts, kwh, voltage, received_at FROM meter_history WHERE meter_id = :meter ORDER BY ts DESC LIMIT 1")
                .param("meter", meterId)
                .update();
    }

    /// Something that is markup, received now.
    private static void quarantine() {
        fleet.superuser()
                .sql("SELECT ensure_day_partition('rejected_message', CAST(now() AT TIME ZONE 'UTC' AS date))")
                .query(row -> {});
        fleet.superuser().sql("""
                INSERT INTO rejected_message (received_at, source, topic, reason, detail, payload)
                VALUES (now(), 'mqtt', 'meters/M-GOOD-1/telemetry', 'bad_json', 'not JSON', convert_to(:payload, 'UTF8'))
                """).param("payload", PAYLOAD).update();
    }

    private static void sumHours() throws SQLException {
        fleet.superuser()
                .sql(
                        "INSERT INTO rollup_dirty (kind, device_id, hour) SELECT DISTINCT 'meter', meter_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z') FROM meter_history")
                .update();
        fleet.superuser()
                .sql(
                        "INSERT INTO rollup_dirty (kind, device_id, hour) SELECT DISTINCT 'vehicle', vehicle_id, date_bin('1 hour', ts, '1970-01-01T00:00:00Z') FROM vehicle_history")
                .update();
        try (Connection ingest = DataSources.connect(fleet.database.configFor(DatabaseRole.INGEST))) {
            TestFleet.rollUp(ingest, MatchSettings.DEFAULT);
        }
    }

    @Test
    void leadsFromTheFleetToTheLeakingVehicleInOneClick() {
        pages.open("/");
        pages.await("main", "Leaking");
        assertThat(pages.texts(".virtual tbody tr:nth-child(2) td").getFirst()).isEqualTo("LEAKING-1");
        pages.browser().click(".virtual tbody tr:nth-child(2) a");
        pages.await("h1", "LEAKING-1");
        pages.open("/vehicles/LEAKING-1?range=7d");
        assertThat(pages.await(".verdict", "Leaking")).containsPattern("0[.,]6667|lost");
        pages.await(".charts", "Efficiency by power");
        assertThat(pages.browser().count(".charts .uplot canvas")).isEqualTo(4);
        pages.assertQuiet();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isAccessibleAndQuietOnEveryPage(boolean dark) {
        pages.browser().dark(dark);
        for (String path : ALL) {
            pages.open(path);
            awaitDrawn();
            pages.assertQuiet();
            pages.assertAccessible();
            pages.screenshot(name(path) + (dark ? "-dark" : "-light"));
        }
        pages.browser().console();
    }

    @Test
    void fitsAPhone() {
        pages.browser().size(390, 844);
        for (String path : ALL) {
            pages.open(path);
            awaitDrawn();
            pages.assertFits();
            pages.screenshot(name(path) + "-phone");
        }
        pages.assertQuiet();
    }

    @Test
    void worksWithTheKeyboardAlone() {
        pages.open("/");
        pages.await(".virtual", "LEAKING-1");
        pages.browser().press("/");
        assertThat(focused()).isEqualTo("search");
        pages.browser().type("#search", "good-2");
        pages.await(".found", "1 of 4");
        pages.browser().evaluate("document.activeElement.blur();");
        pages.browser().press("j");
        assertThat(pages.texts("tr.active td").getFirst()).isEqualTo("GOOD-2");
        pages.browser().press("?");
        pages.await("dialog", "next and previous row");
        pages.browser().press("\uE00C");
        pages.browser().awaitNone("dialog");
        pages.browser().press("\uE007");
        pages.await("h1", "GOOD-2");
        pages.browser().evaluate("document.activeElement.blur();");
        pages.browser().press("\uE004");
        assertThat(pages.browser()
                        .evaluate("return document.activeElement.className;")
                        .textValue())
                .isEqualTo("skip");
        pages.assertQuiet();
    }

    @Test
    void keepsSearchAndFilterInTheAddress() {
        pages.open("/?status=degraded&q=lea");
        pages.await(".found", "1 of 4");
        pages.browser().click("#search");
        pages.browser().type("#search", "x");
        pages.await(".found", "0 of 4");
        assertThat(pages.browser().url()).endsWith("/?status=degraded&q=leax");
        pages.assertQuiet();
    }

    @Test
    void showsPayloadsAsTextAndNeverRunsThem() {
        pages.open("/quarantine");
        pages.await("table", "bad_json");
        pages.browser().click("details summary");
        assertThat(pages.await("details pre", "img")).isEqualTo(PAYLOAD);
        assertThat(pages.browser().count("main img")).isZero();
        pages.assertQuiet();
    }

    @Test
    void writesAndDeletesAMappingWithTypedConfirmation() {
        pages.open("/mappings");
        pages.await("main", "LEAKING-1");
        pages.browser().type("#map-vehicle", "NEW-1");
        pages.browser().type("#map-meter", "M-NEW-1");
        pages.browser().click("form button.primary");
        pages.await(".good-text", "Saved");
        pages.browser().type("input[type=search]", "NEW-1");
        pages.await(".found", "1 of");
        pages.browser().click(".virtual tbody button");
        pages.await("dialog", "Type its id");
        assertThat(pages.browser().count("dialog button.danger:disabled")).isEqualTo(1);
        pages.browser().type("#typed", "NEW-1");
        pages.browser().click("dialog button.danger");
        pages.await(".found", "0 of");
        assertThat(api.get("/v1/mappings/NEW-1").status()).isEqualTo(404);
        pages.assertQuiet();
    }

    private static void awaitDrawn() {
        pages.await("main", "\\w");
        pages.browser().awaitNone(".skeleton");
    }

    private static String focused() {
        return pages.browser().evaluate("return document.activeElement.id;").textValue();
    }

    private static String name(String path) {
        String name =
                path.replaceAll("\\?.*", "").replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "fleet" : name;
    }
}

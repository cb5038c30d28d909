package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The fleet page and its answer with 10,000 vehicles.
class ManyVehiclesIT {

    private static final int VEHICLES = 10_000;

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        fleet.superuser().sql("""
                INSERT INTO vehicle_meter (vehicle_id, meter_id, valid_from, valid_to)
                SELECT 'VEHICLE_' || to_char(n, 'FM00000'), 'METER_' || to_char(n, 'FM00000'), '-infinity', 'infinity'
                FROM generate_series(1, :vehicles) AS n
                """).param("vehicles", VEHICLES).update();
        fleet.superuser()
                .sql("""
                INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at)
                SELECT 'VEHICLE_' || to_char(n, 'FM00000'), CAST(:now AS timestamptz) - n % 300 * interval '1 s', 0.1,
                  20 + n % 800 / 10.0, 10 + n % 300 / 10.0, now()
                FROM generate_series(1, :vehicles) AS n
                """)
                .param("vehicles", VEHICLES)
                .param("now", TestFleet.NOW.toString())
                .update();
        fleet.superuser()
                .sql("""
                INSERT INTO meter_hourly (meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count, voltage_min, voltage_max)
                SELECT 'METER_' || to_char(n, 'FM00000'), CAST(:now AS timestamptz) - interval '2 hours', 7 + n % 977 / 1000.0, 60, 60, 13800, 60, 230, 230
                FROM generate_series(1, :vehicles) AS n
                """)
                .param("vehicles", VEHICLES)
                .param("now", TestFleet.NOW.toString())
                .update();
        fleet.superuser()
                .sql("""
                INSERT INTO vehicle_hourly (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count, last_soc)
                SELECT 'VEHICLE_' || to_char(n, 'FM00000'), CAST(:now AS timestamptz) - interval '2 hours',
                  (7 + n % 977 / 1000.0) * CASE WHEN n % 100 = 0 THEN 0.7 ELSE 0.91 END, 60, 60, 1200, 60, 55
                FROM generate_series(1, :vehicles) AS n
                """)
                .param("vehicles", VEHICLES)
                .param("now", TestFleet.NOW.toString())
                .update();
        fleet.superuser()
                .sql("""
                INSERT INTO matched_hourly (vehicle_id, hour, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
                SELECT 'VEHICLE_' || to_char(n, 'FM00000'), CAST(:now AS timestamptz) - interval '2 hours', 60, 3600000000, 3600000000,
                  3600000000, 7 + n % 977 / 1000.0, (7 + n % 977 / 1000.0) * CASE WHEN n % 100 = 0 THEN 0.7 ELSE 0.91 END,
                  (7 + n % 977 / 1000.0) * 0.92, 0
                FROM generate_series(1, :vehicles) AS n
                """)
                .param("vehicles", VEHICLES)
                .param("now", TestFleet.NOW.toString())
                .update();
        fleet.superuser().sql("DELETE FROM match_dirty").update();
        fleet.superuser()
                .sql("UPDATE rollup_state SET matched_from = '-infinity', matched_before = summed_before")
                .update();
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
        fleet.close();
    }

    @Test
    void answersTheFleetInOneSmallAnswerWithATag() throws IOException, InterruptedException {
        JsonNode body = api.get("/v1/fleet").ok();
        assertThat(body.path("vehicles").intValue()).isEqualTo(VEHICLES);
        assertThat(body.path("complete").booleanValue()).isTrue();
        assertThat(body.at("/columns/vehicleId").size()).isEqualTo(VEHICLES);
        assertThat(IntStream.range(0, VEHICLES)
                        .filter(i -> body.at("/columns/status/" + i).textValue().equals("degraded")))
                .hasSize(VEHICLES / 100);
        assertThat(body.at("/columns/efficiencyRatio/0").decimalValue()).isEqualByComparingTo("0.7");

        HttpResponse<byte[]> zipped = get("Accept-Encoding", "gzip");
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.body().length).isLessThan(120_000);
        String tag = zipped.headers().firstValue("ETag").orElseThrow();
        assertThat(get("If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    private static HttpResponse<byte[]> get(String header, String value) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/v1/fleet"))
                            .header(header, value)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void scrollsThroughAllOfThemWithFewNodes() {
        try (Pages pages = new Pages(api.port())) {
            pages.open("/");
            pages.await(".found", "10,000 of 10,000");
            assertThat(pages.texts(".virtual tbody tr:nth-child(2) td").get(1)).isEqualTo("Leaking");
            JsonNode scrolled = pages.browser().evaluateAsync("""
                    const done = arguments[arguments.length - 1];
                    const view = document.querySelector('.virtual');
                    let most = 0;
                    let step = 0;
                    const frames = [];
                    let before = performance.now();
                    function next(now) {
                      frames.push(now - before);
                      before = now;
                      most = Math.max(most, view.querySelectorAll('*').length);
                      step += 1;
                      view.scrollTop = (view.scrollHeight - view.clientHeight) * step / 60;
                      if (step < 60) requestAnimationFrame(next);
                      else setTimeout(() => done({most, p95: frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.95)],
                        last: view.querySelector('tbody tr:nth-last-child(2)').getAttribute('aria-rowindex')}), 200);
                    }
                    requestAnimationFrame(next);
                    """);
            System.out.println("10,000 vehicles: " + scrolled);
            assertThat(scrolled.path("most").intValue()).isLessThan(450);
            assertThat(scrolled.path("last").textValue()).isEqualTo("10001");
            // A second would be a hang; what is usual is printed.
            assertThat(scrolled.path("p95").doubleValue()).isLessThan(1_000);
            pages.browser().click(".legend button");
            pages.await(".found", "100 of 10,000");
            pages.screenshot("fleet-10000");
            pages.assertQuiet();
        }
    }
}

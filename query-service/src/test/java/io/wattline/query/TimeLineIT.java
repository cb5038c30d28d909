package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeLineIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        System.out.println("seed " + SEED);
        fleet = new TestFleet();
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    @BeforeEach
    void empty() {
        fleet.superuser().sql("TRUNCATE vehicle_meter, mapping_end").update();
    }

    /// A plug-in, or an unplug where there is no meter.
    private record Event(String vehicleId, @Nullable String meterId, Instant at) {

        void send() {
            if (meterId == null) {
                unplug(vehicleId, at).ok();
            } else {
                plugIn(vehicleId, meterId, at).ok();
            }
        }

        boolean ends(Event start) {
            return at.isAfter(start.at) && (vehicleId.equals(start.vehicleId) || start.meterId.equals(meterId));
        }
    }

    private static TestApi.Reply plugIn(String vehicleId, String meterId, Instant at) {
        return api.post(
                "/v1/mappings/" + vehicleId + "/start",
                "application/json",
                "{\"meterId\":\"%s\",\"at\":\"%s\"}".formatted(meterId, at));
    }

    private static TestApi.Reply unplug(String vehicleId, Instant at) {
        return api.post("/v1/mappings/" + vehicleId + "/end", "application/json", "{\"at\":\"%s\"}".formatted(at));
    }

    private static Instant hour(int hour) {
        return MIDNIGHT.plusSeconds(hour * 3_600L);
    }

    private static List<String> all() {
        List<String> rows = new ArrayList<>();
        api.get("/v1/mappings?limit=1000")
                .ok()
                .path("items")
                .forEach(row -> rows.add(row(
                        row.path("vehicleId").textValue(),
                        row.path("meterId").textValue(),
                        row.path("validFrom").asText(),
                        row.path("validTo").asText())));
        return rows;
    }

    private static String row(String vehicleId, @Nullable String meterId, Object from, Object to) {
        return vehicleId + " " + meterId + " " + from + " " + to;
    }

    @Test
    void plugInsAndUnplugsInAnyOrderGiveTheSameMappings() {
        Random random = new Random(SEED);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean end = random.nextInt(3) == 0;
            events.add(new Event("V" + random.nextInt(3), end ? null : "M" + random.nextInt(3), hour(i)));
        }
        TreeSet<String> expected = new TreeSet<>();
        for (Event event : events) {
            if (event.meterId != null) {
                Object until = events.stream()
                        .filter(other -> other.ends(event))
                        .map(Event::at)
                        .min(Instant::compareTo)
                        .map(Object.class::cast)
                        .orElse("null");
                expected.add(row(event.vehicleId, event.meterId, event.at, until));
            }
        }
        for (int order = 0; order < 5; order++) {
            empty();
            events.forEach(Event::send);
            assertThat(all()).containsExactlyInAnyOrderElementsOf(expected);
            events.getFirst().send();
            assertThat(all()).as("told twice").hasSameSizeAs(expected);
            Collections.shuffle(events, random);
        }
    }

    @Test
    void plugInTakesTheMeterFromAVehicleThatWasNotUnplugged() {
        plugIn("V1", "M1", hour(1)).ok();
        plugIn("V2", "M1", hour(3)).ok();
        unplug("V1", hour(2)).ok();
        assertThat(all()).containsExactly(row("V1", "M1", hour(1), hour(2)), row("V2", "M1", hour(3), "null"));
    }

    @Test
    void refusesTwoStartsAtTheSameInstant() {
        plugIn("V1", "M1", hour(1)).ok();
        assertThat(plugIn("V1", "M2", hour(1)).problem(409).path("detail").textValue())
                .contains("Vehicle V1 has another mapping");
        assertThat(plugIn("V2", "M1", hour(1)).problem(409).path("detail").textValue())
                .contains("feeds another vehicle");
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        plugIn("V1", "M1", hour(1)).ok();
        String tag = api.get("/v1/mappings/V1").header("ETag");
        String line =
                "[{\"meterId\":\"M2\",\"validFrom\":null,\"validTo\":\"%s\"},{\"meterId\":\"M3\",\"validFrom\":\"%s\"}]"
                        .formatted(hour(5), hour(5));
        assertThat(api.put("/v1/mappings/V1/timeline", line)
                        .problem(428)
                        .path("detail")
                        .textValue())
                .contains("If-Match");
        TestApi.Reply replaced = api.put("/v1/mappings/V1/timeline", line, "If-Match", tag);
        JsonNode mappings = replaced.ok().path("mappings");
        assertThat(mappings).hasSize(2);
        assertThat(replaced.header("ETag")).isNotEqualTo(tag);
        api.put("/v1/mappings/V1/timeline", "[]", "If-Match", tag).problem(412);
        assertThat(all()).containsExactly(row("V1", "M2", "null", hour(5)), row("V1", "M3", hour(5), "null"));
        api.put("/v1/mappings/V1/timeline", "[]", "If-Match", "W/" + replaced.header("ETag"))
                .ok();
        assertThat(all()).isEmpty();
        api.put("/v1/mappings/V1/timeline", line, "If-Match", "*").ok();
        assertThat(all()).hasSize(2);
    }

    @Test
    void replacesNothingWhenTheNewTimeLineIsInvalid() {
        plugIn("V1", "M1", hour(1)).ok();
        plugIn("V2", "M2", hour(1)).ok();
        String rows = all().toString();
        for (String line :
                List.of("{}", "[1]", "[{\"meterId\":\"M 3\"}]", "[{\"meterId\":\"M3\"},{\"meterId\":\"M4\"}]")) {
            api.put("/v1/mappings/V1/timeline", line, "If-Match", "*").problem(400);
        }
        api.put("/v1/mappings/V1/timeline", "[{\"meterId\":\"M2\"}]", "If-Match", "*")
                .problem(409);
        assertThat(all()).hasToString(rows);
    }

    @Test
    void deletesOneMapping() {
        api.put("/v1/mappings/V1", "{\"meterId\":\"M1\"}").ok();
        plugIn("V1", "M2", hour(2)).ok();
        assertThat(api.delete("/v1/mappings/V1?validFrom=" + hour(3)).status()).isEqualTo(404);
        assertThat(api.delete("/v1/mappings/V1?validFrom=soon").status()).isEqualTo(400);
        assertThat(api.delete("/v1/mappings/V1?validFrom=" + hour(2)).status()).isEqualTo(204);
        assertThat(all()).containsExactly(row("V1", "M1", "null", hour(2)));
        assertThat(api.delete("/v1/mappings/V1?validFrom=unbounded").status()).isEqualTo(204);
        assertThat(all()).isEmpty();
    }

    @Test
    void refusesOtherBodies() {
        for (String body : List.of("{}", "{\"at\":\"soon\"}", "{\"at\":\"2026-11-20T00:00:00Z\",\"x\":1}", "[]")) {
            api.post("/v1/mappings/V1/end", "application/json", body).problem(400);
            api.post("/v1/mappings/V1/start", "application/json", body).problem(400);
        }
        assertThat(plugIn("V1", "M 1", hour(1)).status()).isEqualTo(400);
    }
}

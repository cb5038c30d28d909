package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MappingIT {

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

    private static TestApi.Reply put(String vehicleId, String meterId, String validFrom, String validTo) {
        return api.put(
                "/v1/mappings/" + vehicleId,
                "{\"meterId\":\"%s\",\"validFrom\":%s,\"validTo\":%s}".formatted(meterId, validFrom, validTo));
    }

    private static String mappings(String vehicleId) {
        return api.get("/v1/mappings/" + vehicleId).ok().path("mappings").toString();
    }

    @Test
    void replacesAllRowsWhenUnbounded() {
        put("V1", "M1", "null", "null").ok();
        put("V1", "M2", "\"2026-11-20T10:00:00Z\"", "null").ok();
        String answer = api.put("/v1/mappings/V1", "{\"meterId\":\"M3\"}").ok().toString();
        assertThat(answer)
                .isEqualTo(
                        "{\"vehicleId\":\"V1\",\"mappings\":[{\"meterId\":\"M3\",\"validFrom\":null,\"validTo\":null}],\"nextCursor\":null}");
        assertThat(api.get("/v1/mappings/V1").ok().toString()).isEqualTo(answer);
    }

    @Test
    void closesTheRowThatIsOpenAtTheStart() {
        put("V2", "A1", "null", "null").ok();
        put("V2", "A2", "\"2026-11-20T11:00:00+01:00\"", "null").ok();
        assertThat(mappings("V2"))
                .isEqualTo("[{\"meterId\":\"A1\",\"validFrom\":null,\"validTo\":\"2026-11-20T10:00:00Z\"},"
                        + "{\"meterId\":\"A2\",\"validFrom\":\"2026-11-20T10:00:00Z\",\"validTo\":null}]");
    }

    @Test
    void listsEveryMappingOfAVehicleThatHasMoreThanOnePageOfThem() {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        List<String> starts = IntStream.rangeClosed(0, 2_001)
                .mapToObj(i -> i == 0 || i > 2_000
                        ? ""
                        : first.plus(i, ChronoUnit.HOURS).toString())
                .toList();
        for (int begin = 0; begin <= 2_000; begin += 667) {
            String rows = IntStream.range(begin, Math.min(begin + 667, 2_001))
                    .mapToObj(i -> "LONG,L%d,%s,%s".formatted(i, starts.get(i), starts.get(i + 1)))
                    .collect(Collectors.joining("\n"));
            api.post("/v1/mappings", "text/csv", "vehicleId,meterId,validFrom,validTo\n" + rows)
                    .ok();
        }

        List<String> seen = new ArrayList<>();
        String target = "/v1/mappings/LONG";
        while (target != null) {
            JsonNode page = api.get(target).ok();
            List<String> meters = new ArrayList<>();
            page.path("mappings")
                    .forEach(mapping -> meters.add(mapping.path("meterId").textValue()));
            assertThat(meters).hasSizeLessThanOrEqualTo(1_000);
            seen.addAll(0, meters);
            JsonNode next = page.path("nextCursor");
            target = next.isNull() ? null : "/v1/mappings/LONG?cursor=" + next.textValue();
        }
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 2_001).mapToObj(i -> "L" + i).toList());
        assertThat(api.get("/v1/mappings/LONG?cursor=x")
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo("cursor");
    }

    @Test
    void changesNothingWhenPutAgain() {
        put("V3", "B1", "\"2026-11-20T10:00:00Z\"", "null").ok();
        put("V3", "B1", "\"2026-11-20T10:00:00Z\"", "null").ok();
        assertThat(api.get("/v1/mappings/V3").ok().path("mappings")).hasSize(1);
    }

    @Test
    void refusesASecondMeterInTheSameTime() {
        put("V4", "C1", "\"2026-11-20T10:00:00Z\"", "null").ok();
        String detail = put("V4", "C2", "\"2026-11-19T10:00:00Z\"", "\"2026-11-21T10:00:00Z\"")
                .problem(409)
                .path("detail")
                .textValue();
        assertThat(detail).contains("V4 has another mapping");
        assertThat(mappings("V4")).contains("C1").doesNotContain("C2");
    }

    @Test
    void refusesAMeterThatFeedsAnotherVehicle() {
        put("V5", "D1", "null", "null").ok();
        assertThat(put("V6", "D1", "\"2026-11-20T10:00:00Z\"", "null")
                        .problem(409)
                        .path("detail")
                        .textValue())
                .contains("D1 feeds another vehicle");
        api.get("/v1/mappings/V6").problem(404);
    }

    @Test
    void deletesAllRowsOfAVehicle() {
        put("V7", "E1", "null", "null").ok();
        assertThat(api.delete("/v1/mappings/V7").status()).isEqualTo(204);
        api.get("/v1/mappings/V7").problem(404);
        api.delete("/v1/mappings/V7").problem(404);
    }

    @Test
    void keepsAVehicleKnownByItsReadings() {
        fleet.vehicle("V8", TestFleet.NOW, "1");
        assertThat(mappings("V8")).isEqualTo("[]");
        assertThat(api.delete("/v1/mappings/V8").status()).isEqualTo(204);
    }

    @Test
    void answers400ForABadBody() {
        assertThat(api.put("/v1/mappings/V9", "{\"meterId\":\"F1\",\"validfrom\":null}")
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo("validfrom");
        api.put("/v1/mappings/V9", "[]").problem(400);
        api.put("/v1/mappings/V9", "{\"meterId\":\"F1\"} x").problem(400);
        api.put("/v1/mappings/a%20b", "{\"meterId\":\"F1\"}").problem(400);
        api.get("/v1/mappings/V9").problem(404);
    }

    @Test
    void acceptsTheYearsOfPostgresql() {
        put("V10", "G1", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999Z\"")
                .ok();
        assertThat(mappings("V10"))
                .isEqualTo("[{\"meterId\":\"G1\",\"validFrom\":\"0001-01-01T00:00:00Z\","
                        + "\"validTo\":\"9999-12-31T23:59:59.999999Z\"}]");
    }
}

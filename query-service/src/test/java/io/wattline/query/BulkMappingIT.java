package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkMappingIT {

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

    @BeforeEach
    void empty() {
        fleet.superuser().sql("TRUNCATE vehicle_meter").update();
    }

    private static TestApi.Reply csv(String... lines) {
        return api.post("/v1/mappings", "text/csv; charset=utf-8", String.join("\r\n", lines) + "\r\n");
    }

    private static TestApi.Reply json(String body) {
        return api.post("/v1/mappings", "application/json", body);
    }

    private static List<String> all() {
        List<String> rows = new ArrayList<>();
        api.get("/v1/mappings").ok().path("items").forEach(row -> rows.add(row.toString()));
        return rows;
    }

    @Test
    void writesAJsonArrayThatTheListGivesBack() {
        String rows = """
                [{"vehicleId":"V1","meterId":"M1","validFrom":null,"validTo":"2026-11-20T10:00:00Z"},\
                {"vehicleId":"V1","meterId":"M2","validFrom":"2026-11-20T10:00:00Z","validTo":null},\
                {"vehicleId":"V2","meterId":"M3","validFrom":null,"validTo":null}]""";
        assertThat(json(rows).ok().toString()).isEqualTo("{\"written\":3}");
        JsonNode list = api.get("/v1/mappings").ok();
        assertThat(list.path("items").toString()).isEqualTo(rows);
        assertThat(list.path("nextCursor").isNull()).isTrue();
        json(list.path("items").toString()).ok();
        assertThat(all()).hasSize(3);
    }

    @Test
    void writesCsvWithItsColumnsInAnyOrder() {
        csv("\uFEFF\"meterId\",vehicleId,validFrom", "M1,V1,2026-11-20T11:00:00+01:00", "\"M2\",\"V2\",")
                .ok();
        assertThat(all())
                .containsExactly(
                        "{\"vehicleId\":\"V1\",\"meterId\":\"M1\",\"validFrom\":\"2026-11-20T10:00:00Z\",\"validTo\":null}",
                        "{\"vehicleId\":\"V2\",\"meterId\":\"M2\",\"validFrom\":null,\"validTo\":null}");
    }

    @Test
    void letsTwoVehiclesSwapTheirMeters() {
        csv("vehicleId,meterId", "V1,M1", "V2,M2").ok();
        csv("vehicleId,meterId", "V1,M2", "V2,M1").ok();
        assertThat(api.get("/v1/mappings/V1").ok().at("/mappings/0/meterId").textValue())
                .isEqualTo("M2");
        assertThat(api.get("/v1/mappings/V2").ok().at("/mappings/0/meterId").textValue())
                .isEqualTo("M1");
    }

    @Test
    void writesNothingIfOneLineCannotBeRead() {
        JsonNode problem = csv("vehicleId,meterId,validFrom,validTo", "V1,M1,,", "V2,,,", "V3,M3,yesterday,", "V4")
                .problem(400);
        assertThat(problem.path("errors").toString())
                .contains("\"line\":3,\"parameter\":\"meterId\"")
                .contains("\"line\":4,\"parameter\":\"validFrom\"")
                .contains("\"line\":5,\"parameter\":\"vehicleId\"");
        assertThat(problem.path("errors")).hasSize(3);
        assertThat(all()).isEmpty();
    }

    @Test
    void countsElementsFromOne() {
        JsonNode problem = json("[{\"vehicleId\":\"V1\",\"meterId\":\"M1\"},7,{\"vehicleId\":\"V2\",\"meter\":\"M2\"}]")
                .problem(400);
        assertThat(problem.at("/errors/0/element").intValue()).isEqualTo(2);
        assertThat(problem.at("/errors/1/element").intValue()).isEqualTo(3);
        assertThat(problem.at("/errors/1/parameter").textValue()).isEqualTo("meter");
    }

    @Test
    void refusesOverlapsWithinTheBody() {
        JsonNode problem = csv(
                        "vehicleId,meterId,validFrom,validTo",
                        "V1,M1,2026-11-01T00:00:00Z,2026-11-10T00:00:00Z",
                        "V2,M2,,",
                        "V1,M3,2026-11-09T00:00:00Z,",
                        "V3,M2,2026-11-09T00:00:00Z,")
                .problem(400);
        assertThat(problem.path("errors").toString()).contains("\"line\":4", "\"line\":5");
        assertThat(all()).isEmpty();
    }

    @Test
    void writesNothingIfOneLineConflictsWithWhatIsStored() {
        csv("vehicleId,meterId,validFrom", "V1,M1,", "V2,M2,2026-11-20T10:00:00Z")
                .ok();
        JsonNode problem = csv(
                        "vehicleId,meterId,validFrom,validTo",
                        "V9,M9,,",
                        "V3,M1,2026-11-20T10:00:00Z,",
                        "V2,M4,2026-11-19T10:00:00Z,2026-11-21T10:00:00Z")
                .problem(409);
        assertThat(problem.at("/errors/0").toString()).contains("\"line\":3", "meter M1 feeds another vehicle");
        assertThat(problem.at("/errors/1").toString()).contains("\"line\":4", "vehicle V2 has another mapping");
        assertThat(csv("vehicleId,meterId,validFrom", "V9,M9,", "V2,M4,2026-11-20T10:00:00Z")
                        .problem(409)
                        .at("/errors/0/line")
                        .intValue())
                .isEqualTo(3);
        assertThat(all()).hasSize(2);
    }

    @Test
    void refusesBodiesThatAreNoListOfMappings() {
        json("{}").problem(400);
        json("[]").problem(400);
        csv("vehicleId,meter", "V1,M1").problem(400);
        csv("vehicleId,meterId,meterId", "V1,M1,M1").problem(400);
        csv("vehicleId,meterId").problem(400);
        csv("vehicleId,meterId", "\"V1,M1").problem(400);
        api.post("/v1/mappings", "text/csv", "").problem(400);
        api.post("/v1/mappings", "text/plain", "V1,M1").problem(415);
        String tooMany = IntStream.rangeClosed(0, 5_000).mapToObj(i -> "V,M").collect(Collectors.joining("\n"));
        assertThat(csv("vehicleId,meterId", tooMany).problem(400).path("detail").textValue())
                .contains("1 to 5000", "more");
    }

    @Test
    void pagesListEachMappingOnce() {
        String rows = IntStream.range(0, 25)
                .mapToObj(i -> "V%02d,M%02d".formatted(i, i))
                .collect(Collectors.joining("\n"));
        csv("vehicleId,meterId", rows).ok();
        List<String> seen = new ArrayList<>();
        String target = "/v1/mappings?limit=10";
        int pages = 0;
        while (target != null) {
            JsonNode page = api.get(target).ok();
            page.path("items").forEach(row -> seen.add(row.path("vehicleId").textValue()));
            JsonNode next = page.path("nextCursor");
            target = next.isNull() ? null : "/v1/mappings?limit=10&cursor=" + next.textValue();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesInvalidLimitsAndCursors() {
        for (String limit : List.of("0", "-1", "1001", "2147483648", "ten", "1.0")) {
            assertThat(api.get("/v1/mappings?limit=" + limit)
                            .problem(400)
                            .path("parameter")
                            .textValue())
                    .isEqualTo("limit");
        }
        for (String cursor : List.of("x", "WyJhIl0", "bnVsbA", "%00", "a".repeat(600))) {
            assertThat(api.get("/v1/mappings?cursor=" + cursor)
                            .problem(400)
                            .path("parameter")
                            .textValue())
                    .isEqualTo("cursor");
        }
    }
}

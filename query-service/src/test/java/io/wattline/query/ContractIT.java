package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.wattline.query.http.mapping.MappingListRoutes;
import io.wattline.query.series.SeriesAnalysis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the service against its OpenAPI document: the same operations in both, and every answer as described.
class ContractIT {

    /// A request, and what must come back.
    private record Call(String operation, String method, String target, String type, String body, int status) {

        static Call get(String operation, String target, int status) {
            return new Call(operation, "GET", target, "", "", status);
        }

        static Call json(String operation, String method, String target, String body, int status) {
            return new Call(operation, method, target, "application/json", body, status);
        }
    }

    private static final Instant AN_HOUR_AGO = TestFleet.NOW.minus(Duration.ofHours(1));
    private static final String ALERT = "00000000-0000-0000-0000-000000000001";
    private static final String OTHER_ALERT = "00000000-0000-0000-0000-000000000002";
    private static final String NO_ALERT = "00000000-0000-0000-0000-000000000003";
    private static final Set<String> INGESTORS = Set.of("ingest", "ingestMeter", "ingestVehicle");

    private static TestFleet fleet;
    private static TestApi api;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        fleet.vehicle("V1", AN_HOUR_AGO, "1.8", 20.5f)
                .meter("M1", AN_HOUR_AGO, "2")
                .vehicle("V2", AN_HOUR_AGO, "1")
                .map("V1", "M1", null, null)
                .map("GONE", "M9", null, null);
        alert(ALERT, "loss", "0.06, 0.01, 0.06, 0.06, 0.04, 12.5, 14");
        alert(OTHER_ALERT, "silent", "NULL, NULL, NULL, NULL, NULL, NULL, NULL");
        fleet.superuser().sql("""
                INSERT INTO charge (vehicle_id, meter_id, started_at, ended_at, known_at, kind, kwh_ac, kwh_dc, matched_ac,
                  matched_dc, coverage, cuts, ac_step, dc_step, hours_on, peak_kw, overlap)
                VALUES ('V1', 'M1', '2026-03-01T18:00:00Z', '2026-03-01T21:00:00Z', '2026-03-01T22:10:00Z', 'judged',
                  12, 10.6, 11.5, 10.2, 0.98, 1, 0.001, 0.1, 1.75, 7.1, 0.97)
                """).update();
        api = new TestApi(fleet.asQuery());
        document = api.get("/openapi.json").ok();
    }

    private static void alert(String id, String kind, String figures) {
        fleet.superuser().sql("""
                INSERT INTO alert (id, kind, vehicle_id, meter_id, onset_at, raised_at, evidence, size, size_margin, recent_size,
                  told_size, smallest_visible_loss, lost_kwh, extra_grid_kwh)
                VALUES ('%s', '%s', 'V1', 'M1', '2026-03-01T18:00:00Z', '2026-03-01T22:10:00Z', '{"device": "meter"}', %s)
                """.formatted(id, kind, figures)).update();
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static Stream<Call> calls() {
        return Stream.of(
                Call.get("performance", "/v1/analytics/performance/V1", 200),
                Call.get("performance", "/v1/analytics/performance/V2", 200),
                Call.get("performance", "/v1/analytics/performance/V1?startTime=" + AN_HOUR_AGO, 200),
                Call.get("performance", "/v1/analytics/performance/V1?startTime=x", 400),
                Call.get("performance", "/v1/analytics/performance/NOBODY", 404),
                Call.get("fleet", "/v1/analytics/performance?limit=5", 200),
                Call.get("fleet", "/v1/analytics/performance?status=oops", 400),
                Call.get("series", "/v1/analytics/series/V1", 200),
                Call.get("series", "/v1/analytics/series/V1?bucket=PT7M", 400),
                Call.get("series", "/v1/analytics/series/NOBODY", 404),
                Call.get("stats", "/v1/analytics/stats", 200),
                Call.get("stats", "/v1/analytics/stats?x=1", 400),
                Call.get("vehicles", "/v1/vehicles?limit=1", 200),
                Call.get("vehicles", "/v1/vehicles?cursor=x", 400),
                Call.get("meters", "/v1/meters", 200),
                Call.get("meters", "/v1/meters?limit=-1", 400),
                Call.get("vehicleLive", "/v1/vehicles/V1/live", 200),
                Call.get("vehicleLive", "/v1/vehicles/V2/live", 200),
                Call.get("vehicleLive", "/v1/vehicles/V1/live?x=1", 400),
                Call.get("vehicleLive", "/v1/vehicles/NOBODY/live", 404),
                Call.get("meterLive", "/v1/meters/M1/live", 200),
                Call.get("meterLive", "/v1/meters/_/live", 400),
                Call.get("meterLive", "/v1/meters/NOBODY/live", 404),
                Call.get("listMappings", "/v1/mappings?limit=1", 200),
                Call.get("listMappings", "/v1/mappings?limit=0", 400),
                Call.json("writeMappings", "POST", "/v1/mappings", "[{\"vehicleId\":\"V3\",\"meterId\":\"M3\"}]", 200),
                new Call("writeMappings", "POST", "/v1/mappings", "text/csv", "vehicleId,meterId\nV4,M4", 200),
                Call.json("writeMappings", "POST", "/v1/mappings", "[{}]", 400),
                Call.json("writeMappings", "POST", "/v1/mappings", "[{\"vehicleId\":\"X\",\"meterId\":\"M1\"}]", 409),
                new Call("writeMappings", "POST", "/v1/mappings", "text/plain", "x", 415),
                Call.get("mappings", "/v1/mappings/V1", 200),
                Call.get("mappings", "/v1/mappings/_", 400),
                Call.get("mappings", "/v1/mappings/NOBODY", 404),
                Call.json("putMapping", "PUT", "/v1/mappings/V5", "{\"meterId\":\"M5\"}", 200),
                Call.json("putMapping", "PUT", "/v1/mappings/V5", "{\"meter\":\"M5\"}", 400),
                Call.json("putMapping", "PUT", "/v1/mappings/V6", "{\"meterId\":\"M1\"}", 409),
                Call.json("startMapping", "POST", "/v1/mappings/V7/start", started("M7"), 200),
                Call.json("startMapping", "POST", "/v1/mappings/V7/start", started("M8"), 409),
                Call.json("startMapping", "POST", "/v1/mappings/V7/start", "{}", 400),
                Call.json("endMapping", "POST", "/v1/mappings/V7/end", "{\"at\":\"2026-11-20T10:00:00Z\"}", 200),
                Call.json("endMapping", "POST", "/v1/mappings/V7/end", "{}", 400),
                Call.json("replaceMappings", "PUT", "/v1/mappings/V8/timeline", "[{\"meterId\":\"M8\"}]", 200),
                Call.json("replaceMappings", "PUT", "/v1/mappings/V8/timeline", "[{\"meterId\":\"M1\"}]", 409),
                Call.json("replaceMappings", "PUT", "/v1/mappings/V8/timeline", "{}", 400),
                Call.json("deleteMappings", "DELETE", "/v1/mappings/GONE", "", 204),
                Call.json("deleteMappings", "DELETE", "/v1/mappings/_", "", 400),
                Call.json("deleteMappings", "DELETE", "/v1/mappings/NOBODY", "", 404),
                Call.get("rejected", "/v1/rejected?since=2026-01-01T00:00:00Z", 200),
                Call.get("rejected", "/v1/rejected?reason=oops", 400),
                Call.get("refusedConnections", "/v1/rejected/connections?limit=1", 200),
                Call.get("refusedConnections", "/v1/rejected/connections?cursor=oops", 400),
                Call.json("voidReadings", "POST", "/v1/readings/void", voidOrder(AN_HOUR_AGO), 200),
                Call.json("voidReadings", "POST", "/v1/readings/void", voidOrder(AN_HOUR_AGO.minusSeconds(1)), 404),
                Call.json("voidReadings", "POST", "/v1/readings/void", "{}", 400),
                Call.get("vehicleCharges", "/v1/vehicles/V1/charges", 200),
                Call.get("vehicleCharges", "/v1/vehicles/V1/charges?limit=0", 400),
                Call.get("vehicleCharges", "/v1/vehicles/NOBODY/charges", 404),
                Call.get("meterCharges", "/v1/meters/M1/charges", 200),
                Call.get("meterCharges", "/v1/meters/_/charges", 400),
                Call.get("meterCharges", "/v1/meters/NOBODY/charges", 404),
                Call.get("alerts", "/v1/alerts?state=open", 200),
                Call.get("alerts", "/v1/alerts?state=x", 400),
                Call.get("alert", "/v1/alerts/" + ALERT, 200),
                Call.get("alert", "/v1/alerts/x", 400),
                Call.get("alert", "/v1/alerts/" + NO_ALERT, 404),
                Call.json("acknowledgeAlert", "POST", "/v1/alerts/" + ALERT + "/acknowledge", "{\"note\":\"n\"}", 200),
                Call.json("acknowledgeAlert", "POST", "/v1/alerts/" + ALERT + "/acknowledge", "{\"x\":1}", 400),
                Call.json("acknowledgeAlert", "POST", "/v1/alerts/" + NO_ALERT + "/acknowledge", "{}", 404),
                Call.json("closeAlert", "POST", "/v1/alerts/" + OTHER_ALERT + "/close", "{\"by\":\"ann\"}", 200),
                Call.json("closeAlert", "POST", "/v1/alerts/" + OTHER_ALERT + "/close", "{}", 409),
                Call.json("closeAlert", "POST", "/v1/alerts/" + NO_ALERT + "/close", "{}", 404),
                Call.get("rejectedCounts", "/v1/rejected/counts?since=2026-01-01T00:00:00Z", 200),
                Call.get("rejectedCounts", "/v1/rejected/counts", 400),
                Call.get("fleetOverview", "/v1/fleet", 200),
                Call.get("fleetOverview", "/v1/fleet?limit=1", 400),
                Call.get("fleetHours", "/v1/fleet/hours", 200),
                Call.get("efficiencyCurve", "/v1/analytics/efficiency-curve", 200),
                Call.get("system", "/v1/system", 200),
                Call.get("me", "/v1/me", 200),
                Call.get("health", "/health", 200),
                Call.get("liveness", "/health/live", 200),
                Call.get("readiness", "/health/ready", 200),
                Call.get("metrics", "/metrics", 200),
                Call.get("openapi", "/openapi.json", 200),
                Call.get("docs", "/docs", 200));
    }

    private static String started(String meterId) {
        return "{\"meterId\":\"%s\",\"at\":\"2026-11-20T09:00:00Z\"}".formatted(meterId);
    }

    private static String voidOrder(Instant measuredAt) {
        return "{\"readings\": [{\"vehicleId\": \"V2\", \"timestamp\": \"%s\"}], \"by\": \"anna\", \"reason\": \"a spike\"}"
                .formatted(measuredAt);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void answersAsTheDocumentDescribes(Call call) {
        TestApi.Reply reply = api.call(call.method(), call.target(), call.type(), call.body());
        assertThat(reply.status())
                .as(() -> new String(reply.response().body(), StandardCharsets.UTF_8))
                .isEqualTo(call.status());
        assertDescribed(call.operation(), reply);
    }

    @Test
    void callsEveryOperationForItsGoodAnswer() {
        Set<String> operations = new TreeSet<>(INGESTORS);
        calls().filter(call -> call.status() < 300).map(Call::operation).forEach(operations::add);
        assertThat(operations).isEqualTo(operationIds());
    }

    @Test
    void answersAnUnknownMethodAsTheDocumentDescribes() {
        for (Operation operation : operations()) {
            if (!INGESTORS.contains(operation.id())) {
                TestApi.Reply reply = api.call("PATCH", operation.path().replaceAll("\\{.*?}", "V1"), "", "");
                assertThat(reply.status()).isEqualTo(405);
                assertThat(reply.header("Allow")).contains(operation.method());
                assertDescribed(operation.id(), reply);
            }
        }
    }

    @Test
    void refusesOtherAndLongerBodiesAsTheDocumentDescribes() {
        for (Operation operation : operations()) {
            if (!INGESTORS.contains(operation.id())) {
                String target = operation.path().replaceAll("\\{.*?}", "V1");
                TestApi.Reply other = api.call(operation.method(), target, "application/octet-stream", "x");
                assertThat(other.status()).as(operation.id()).isEqualTo(415);
                assertDescribed(operation.id(), other);
                TestApi.Reply longer = api.call(
                        operation.method(),
                        target,
                        "application/json",
                        "x".repeat(MappingListRoutes.MAX_BODY_BYTES + 1));
                assertThat(longer.status()).as(operation.id()).isEqualTo(413);
                assertDescribed(operation.id(), longer);
            }
        }
    }

    @Test
    void documentListsNoUnusedAnswer() {
        assertThat(operations())
                .allSatisfy(operation -> assertThat(
                                operation.node().path("responses").fieldNames())
                        .toIterable()
                        .doesNotContain("411", "429"));
        assertThat(document.at("/components/responses").fieldNames())
                .toIterable()
                .doesNotContain("411", "429");
        assertThat(document.findValues("maxItems").stream().mapToInt(JsonNode::intValue))
                .contains(SeriesAnalysis.MAX_BUCKETS)
                .doesNotContain(SeriesAnalysis.MAX_BUCKETS + 1);
    }

    @Test
    void servesWhatTheDocumentListsAndNothingElse() {
        Set<String> listed = operations().stream()
                .filter(operation -> !INGESTORS.contains(operation.id()))
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(api.served());
    }

    private static void assertDescribed(String operationId, TestApi.Reply reply) {
        JsonNode response = response(operationId, reply.status());
        if (reply.status() == 204) {
            assertThat(reply.response().body()).isEmpty();
            assertThat(reply.header("Content-Length")).isEmpty();
            return;
        }
        String type = reply.header("Content-Type").split(";", 2)[0];
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isObject()).as(type + " of " + operationId).isTrue();
        if (type.endsWith("json")) {
            assertValid(schema, new String(reply.response().body(), StandardCharsets.UTF_8));
        }
    }

    private static void assertValid(JsonNode schema, String body) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root, config)
                        .validate(body, InputFormat.JSON))
                .as(body)
                .isEmpty();
    }

    private static JsonNode response(String operationId, int status) {
        Operation operation = operations().stream()
                .filter(candidate -> candidate.id().equals(operationId))
                .findFirst()
                .orElseThrow();
        JsonNode response = operation.node().path("responses").path(Integer.toString(status));
        return response.has("$ref")
                ? document.at(response.path("$ref").textValue().substring(1))
                : response;
    }

    private record Operation(String id, String method, String path, JsonNode node) {}

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> member.getValue().has("operationId"))
                        .forEach(member -> operations.add(new Operation(
                                member.getValue().path("operationId").textValue(),
                                member.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                member.getValue()))));
        return operations;
    }

    private static Set<String> operationIds() {
        return operations().stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
    }
}

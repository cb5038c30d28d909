package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.e2e.stack.OpenApi;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.Broker;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Readings posted over HTTP go the way of every other reading.
class HttpIngestIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Every answer of the ingestor in this test is held against it.
    private static final OpenApi DOCUMENT = OpenApi.read();

    private static EmbeddedPostgres postgres;
    private static Broker broker;
    private static Stack stack;
    private static ServiceProcess ingestor;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void start() {
        postgres = PostgresServer.createEmbedded();
        broker = Broker.mosquitto();
        stack = Stack.on(postgres, broker);
        ingestor = stack.startIngestor();
    }

    @AfterAll
    static void stop() {
        stack.close();
        broker.close();
        postgres.close();
    }

    private static ServiceProcess.Answer post(String path, String body) {
        ServiceProcess.Answer answer = ingestor.post(path, "application/json", body);
        DOCUMENT.assertDescribes("post", path, answer);
        return answer;
    }

    private String meter(String id, int secondsAgo) {
        return "{\"meterId\":\"%s\",\"kwhConsumedAc\":0.5,\"voltage\":230,\"timestamp\":\"%s\"}"
                .formatted(id, now.minusSeconds(secondsAgo));
    }

    private String vehicle(String id, int secondsAgo) {
        return "{\"vehicleId\":\"%s\",\"kwhDeliveredDc\":0.45,\"soc\":50,\"timestamp\":\"%s\"}"
                .formatted(id, now.minusSeconds(secondsAgo));
    }

    @Test
    void derivesTheKindFromTheIdFieldAndAnswersAfterTheCommit() {
        assertThat(post("/v1/ingest", meter("HTTP_M1", 0)).status()).isEqualTo(201);
        assertThat(post("/v1/ingest", vehicle("HTTP_V1", 0)).status()).isEqualTo(201);
        assertThat(count("meter_history", "meter_id", "HTTP_M1")).isEqualTo(1);
        assertThat(count("vehicle_history", "vehicle_id", "HTTP_V1")).isEqualTo(1);
        assertThat(count("vehicle_live", "vehicle_id", "HTTP_V1")).isEqualTo(1);
    }

    @Test
    void countsARepeatedReadingAsADuplicate() {
        assertThat(post("/v1/ingest/meter", meter("HTTP_M2", 0)).json().toString())
                .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"conflicts\":0,\"deferred\":0,\"rejected\":[]}");
        ServiceProcess.Answer again = post("/v1/ingest/meter", meter("HTTP_M2", 0));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().toString())
                .isEqualTo("{\"accepted\":0,\"duplicates\":1,\"conflicts\":0,\"deferred\":0,\"rejected\":[]}");
    }

    @Test
    void anArrayMayMixKindsAndEachBadElementIsRejectedOnItsOwn() {
        String body = "[" + meter("HTTP_M3", 0) + "," + vehicle("HTTP_V3", 0) + ",{\"meterId\":\"HTTP_M3\"},"
                + meter("HTTP_M3", 0) + "]";
        ServiceProcess.Answer answer = post("/v1/ingest", body);
        assertThat(answer.status()).isEqualTo(201);
        JsonNode json = answer.json();
        assertThat(json.get("accepted").asInt()).isEqualTo(2);
        assertThat(json.get("duplicates").asInt()).isEqualTo(1);
        assertThat(json.at("/rejected/0/index").asInt()).isEqualTo(2);
        assertThat(json.at("/rejected/0/reason").asText()).isEqualTo("missing_field");
    }

    @Test
    void answersAProblemAndQuarantinesABodyThatIsRejectedWhole() {
        ServiceProcess.Answer answer = post("/v1/ingest/vehicle", "{\"vehicleId\":\"HTTP_V4\"");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().at("/rejected/0/reason").asText()).isEqualTo("bad_json");
        assertThat(answer.json().at("/rejected/0/index").isNull()).isTrue();
        assertThat(stack.database()
                        .sql()
                        .queryForObject(
                                "SELECT count(*) FROM rejected_message WHERE source = 'http' AND reason = 'bad_json'"
                                        + " AND topic = '/v1/ingest/vehicle'",
                                Integer.class))
                .isEqualTo(1);
    }

    @Test
    void rejectsBothIdsOrNoneAsMissingField() {
        String none = "{\"kwhConsumedAc\":1,\"voltage\":230,\"timestamp\":\"" + now + "\"}";
        assertThat(post("/v1/ingest", none).json().at("/rejected/0/reason").asText())
                .isEqualTo("missing_field");
        String both = meter("HTTP_M5", 0).replace("{", "{\"vehicleId\":\"V\",");
        assertThat(post("/v1/ingest", both).json().at("/rejected/0/reason").asText())
                .isEqualTo("missing_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/ingest", "/v1/ingest/meter", "/v1/ingest/vehicle"})
    void enforcesLimitsAndMediaTypes(String path) {
        assertThat(post(path, "x".repeat(70_000)).status()).isEqualTo(413);
        assertAnswered(415, path, ingestor.post(path, "text/plain", "{}"));
        assertAnswered(405, path, ingestor.get(path));
        assertAnswered(
                406,
                path,
                ingestor.send(ingestor.request(path)
                        .header("Accept", "text/html")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build()));
    }

    private static void assertAnswered(int status, String path, ServiceProcess.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        DOCUMENT.assertDescribes("post", path, answer);
    }

    @Test
    void answers503WithoutADatabaseAndStoresTheRetryOnce() {
        postgres.stop();
        try {
            ServiceProcess.Answer answer = post("/v1/ingest", meter("HTTP_M6", 0));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(ingestor.isLive()).isTrue();
        } finally {
            postgres.start();
        }
        await().atMost(LIMIT).until(ingestor::isReady);
        assertThat(post("/v1/ingest", meter("HTTP_M6", 0)).status()).isEqualTo(201);
        assertThat(count("meter_history", "meter_id", "HTTP_M6")).isEqualTo(1);
        await().atMost(LIMIT).until(() -> ingestor.metrics().inFlight() == 0);
        assertThat(ingestor.metrics().balances()).isTrue();
    }

    private static int count(String table, String idColumn, String id) {
        Integer rows = stack.database()
                .sql()
                .queryForObject("SELECT count(*) FROM " + table + " WHERE " + idColumn + " = ?", Integer.class, id);
        return rows == null ? 0 : rows;
    }
}

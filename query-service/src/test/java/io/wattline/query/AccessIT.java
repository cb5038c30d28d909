package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.DatabaseConfig;
import io.wattline.runtime.access.KeyGeneration;
import io.wattline.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in, and how answers are dressed, configured as an operator would.
class AccessIT {

    @TempDir
    private static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static TestFleet fleet;
    private static QueryService service;
    private static String reader;
    private static String admin;

    @BeforeAll
    static void start() throws IOException {
        fleet = new TestFleet();
        fleet.vehicle("V1", TestFleet.NOW.minusSeconds(60), "1");
        List<String> first = generate("dashboard", "read");
        List<String> second = generate("office", "read,admin");
        reader = first.getFirst();
        admin = second.getFirst();
        Path keys = Files.write(folder.resolve("keys"), List.of(first.getLast(), second.getLast()));
        service = QueryService.start(
                config(Map.of(
                        "API_KEYS_FILE",
                        keys.toString(),
                        "OBSERVE_PORT",
                        "0",
                        "CORS_ORIGINS",
                        "https://dashboard.example")),
                InstantSource.fixed(TestFleet.NOW));
    }

    @AfterAll
    static void stop() {
        service.close();
        fleet.close();
    }

    private static List<String> generate(String name, String scopes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        KeyGeneration.run(List.of(name, scopes), new PrintStream(out), new PrintStream(new ByteArrayOutputStream()));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static QueryConfig config(Map<String, String> more) {
        DatabaseConfig database = fleet.asQuery();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DB_URL", database.url(),
                "DB_USERNAME", database.username(),
                "HTTP_PORT", "0"));
        String password = database.password();
        if (password != null) {
            environment.put("DB_PASSWORD", password);
        }
        environment.putAll(more);
        return Settings.read(environment, QueryConfig::read);
    }

    private static HttpRequest.Builder request(String target) {
        return at(service.port(), target);
    }

    private static HttpRequest.Builder at(int port, String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder with(String key, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + key);
    }

    @Test
    void readKeysReadAndOnlyAdminKeysWriteMappings() throws Exception {
        assertThat(send(request("/v1/vehicles/V1/live")).statusCode()).isEqualTo(401);
        assertThat(send(with(reader, request("/v1/vehicles/V1/live"))).statusCode())
                .isEqualTo(200);
        HttpRequest.Builder write = request("/v1/mappings/V1")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"meterId\":\"M1\"}"));
        assertThat(send(with(reader, write.copy())).statusCode()).isEqualTo(403);
        assertThat(send(with(admin, write)).statusCode()).isEqualTo(200);
        assertThat(send(request("/openapi.json")).statusCode()).isEqualTo(200);
    }

    @Test
    void movesProbesAndMetricsToTheirOwnPort() throws Exception {
        assertThat(send(request("/health")).statusCode()).isEqualTo(404);
        assertThat(send(request("/metrics")).statusCode()).isEqualTo(404);
        assertThat(send(at(service.observePort(), "/health/ready")).statusCode())
                .isEqualTo(200);
        assertThat(send(at(service.observePort(), "/metrics")).body()).contains("wattline_http_wrong_keys_total");
        assertThat(send(at(service.observePort(), "/v1/vehicles/V1/live")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void acceptsAValidKeyAfterManyWrongOnes() throws Exception {
        try (QueryService other = QueryService.start(
                config(Map.of("API_KEYS_FILE", folder.resolve("keys").toString())),
                InstantSource.fixed(TestFleet.NOW))) {
            for (int i = 0; i < 100; i++) {
                HttpResponse<String> refused = send(with("guess-" + i, at(other.port(), "/v1/vehicles/V1/live")));
                assertThat(refused.statusCode()).isEqualTo(401);
            }
            assertThat(send(with(reader, at(other.port(), "/v1/vehicles/V1/live")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesToListenToTheNetworkWithoutKeys() {
        assertThatThrownBy(() -> config(Map.of("HTTP_HOST", "0.0.0.0"))).hasMessageContaining("AUTH is auto");
        assertThat(config(Map.of("HTTP_HOST", "0.0.0.0", "AUTH", "off")).http().host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void putsSecurityHeadersOnEveryAnswer() throws Exception {
        for (HttpRequest.Builder request : List.of(
                request("/v1/vehicles/V1/live"),
                with(reader, request("/v1/vehicles/V1/live")),
                request("/nothing"),
                request("/docs"),
                at(service.observePort(), "/metrics"))) {
            HttpResponse<String> answer = send(request);
            assertThat(answer.headers().map())
                    .containsKeys(
                            "x-content-type-options",
                            "content-security-policy",
                            "x-frame-options",
                            "referrer-policy",
                            "x-request-id");
        }
    }

    @Test
    void letsPagesOfAConfiguredOriginRead() throws Exception {
        HttpResponse<String> answer =
                send(with(reader, request("/v1/vehicles/V1/live").header("Origin", "https://dashboard.example")));
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://dashboard.example");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        HttpResponse<String> stranger =
                send(with(reader, request("/v1/vehicles/V1/live").header("Origin", "https://evil.example")));
        assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> preflight = send(request("/v1/mappings/V1")
                .header("Origin", "https://dashboard.example")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("PUT"));
    }

    @Test
    void answersHeadOptionsAndCachingAsDocumented() throws Exception {
        HttpResponse<String> head =
                send(with(reader, request("/v1/vehicles/V1/live")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        HttpResponse<String> wrongMethod =
                send(with(reader, request("/v1/vehicles/V1/live")).DELETE());
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        assertThat(send(with(reader, request("/v1/vehicles/V1/live")).header("Accept", "application/xml"))
                        .statusCode())
                .isEqualTo(406);
        assertThat(send(with(admin, request("/v1/mappings/V1"))
                                .header("Content-Type", "application/xml")
                                .PUT(HttpRequest.BodyPublishers.ofString("<x/>")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(request("/nothing").header("X-Request-Id", "mine-1"))
                        .headers()
                        .firstValue("X-Request-Id"))
                .contains("mine-1");
    }
}

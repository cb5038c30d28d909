package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.e2e.stack.FrontProxy;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A query service behind nginx and HAProxy as they are usually set up: both speak HTTP/1.0 to it. Its database is
/// away, which it says itself, so that none has to be started.
@Timeout(120)
class ReverseProxyIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static TemporaryFolder folder;
    private static ServiceProcess service;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        folder = TemporaryFolder.create("proxied");
        service = ServiceProcess.start(Launch.jar("query-service", folder.path())
                .jvm("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .with(Map.of(
                        "DB_URL", "jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/nowhere",
                        "DB_USERNAME", "wattline_query",
                        "DB_PASSWORD", "none",
                        "HTTP_PORT", "0")));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
        folder.close();
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static FrontProxy nginx(String location) {
        String locations = "location %s { proxy_pass http://127.0.0.1:%d/; }".formatted(location, service.port());
        FrontProxy proxy = FrontProxy.nginx(locations);
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> send(proxy.request(location + "health/live")).statusCode() == 200);
        return proxy;
    }

    private static FrontProxy haproxy(String check) {
        return FrontProxy.haproxy("""
                option httpchk GET %s
                server query 127.0.0.1:%d check inter 100ms rise 1 fall 1
                """.formatted(check, service.port()));
    }

    @Test
    void answersThroughNginxAsWithoutIt() throws IOException, InterruptedException {
        try (FrontProxy proxy = nginx("/")) {
            String direct = service.get("/openapi.json").body();
            assertThat(text(send(proxy.request("/openapi.json")))).isEqualTo(direct);
            HttpResponse<byte[]> packed = send(proxy.request("/openapi.json").header("Accept-Encoding", "gzip"));
            assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(direct);
            }
            assertThat(send(proxy.request("/docs").HEAD()).statusCode()).isEqualTo(200);
            assertThat(send(proxy.request("/v1/vehicles").DELETE()).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void acceptsBodiesThroughNginx() throws IOException, InterruptedException {
        try (FrontProxy proxy = nginx("/")) {
            byte[] body = ("[" + "{},".repeat(20_000) + "{}]").getBytes(StandardCharsets.UTF_8);
            for (HttpRequest.BodyPublisher publisher : List.of(
                    HttpRequest.BodyPublishers.ofByteArray(body),
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
                HttpResponse<byte[]> response = send(proxy.request("/v1/mappings")
                        .header("Content-Type", "application/json")
                        .POST(publisher));
                assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
                assertThat(text(response)).contains("\"detail\"").doesNotContain("nginx");
            }
        }
    }

    @Test
    void servesItsDocumentationBelowAPathOfNginx() throws IOException, InterruptedException {
        try (FrontProxy proxy = nginx("/wattline/")) {
            URI page = URI.create("/wattline/docs");
            HttpResponse<byte[]> docs = send(proxy.request(page.getPath()));
            assertThat(docs.statusCode()).isEqualTo(200);
            List<String> links = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                    .matcher(text(docs))
                    .results()
                    .map(link -> link.group(1))
                    .toList();
            assertThat(links).hasSize(4);
            for (String link : links) {
                assertThat(send(proxy.request(page.resolve(link).getPath())).statusCode())
                        .as(link)
                        .isEqualTo(200);
            }
            URI document = page.resolve(documentOf(text(send(proxy.request("/wattline/docs/start.js")))));
            HttpResponse<byte[]> openApi = send(proxy.request(document.getPath()));
            String server = new ObjectMapper()
                    .readTree(openApi.body())
                    .at("/servers/0/url")
                    .textValue();
            URI operation = document.resolve(server).resolve("health/live");
            assertThat(send(proxy.request(operation.getPath())).statusCode()).isEqualTo(200);
        }
    }

    private static String documentOf(String script) {
        return Pattern.compile("url: \"([^\"]+)\"")
                .matcher(script)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void passesHaproxysCheckAndAnswersThroughHaproxy() throws IOException, InterruptedException {
        try (FrontProxy proxy = haproxy("/health/live")) {
            proxy.awaitLine("Health check for server services/query succeeded.*code: 200");
            assertThat(send(proxy.request("/health/live")).statusCode()).isEqualTo(200);
            assertThat(text(send(proxy.request("/openapi.json"))))
                    .isEqualTo(service.get("/openapi.json").body());
        }
    }

    @Test
    void haproxySendsNoRequestsWhileItIsNotReady() throws IOException, InterruptedException {
        try (FrontProxy proxy = haproxy("/health/ready")) {
            proxy.awaitLine("Health check for server services/query failed.*code: 503");
            assertThat(text(send(proxy.request("/health/live")))).contains("No server is available");
        }
    }
}

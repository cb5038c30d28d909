package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.access.AccessConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    private static final String LONG = "/bytes/2000";

    private static TestServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        AccessConfig open = AccessConfig.open();
        AccessConfig shared = new AccessConfig(open.mode(), open.apiKeysFile(), List.of("https://fleet.example"));
        server = new TestServer(
                new HttpConfig("127.0.0.1", 0, OptionalInt.empty(), Optional.empty(), shared, HttpLimits.defaults()));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static HttpResponse<byte[]> ask(String method, String target, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(String target, String acceptEncoding)
            throws IOException, InterruptedException {
        return ask("GET", target, "Accept-Encoding", acceptEncoding);
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join(" | ", response.headers().allValues(name));
    }

    private static String inflated(HttpResponse<byte[]> response) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "gzip, deflate, br", "GZip;q=0.5", "*", "br, *;q=0.1", "gzip, identity;q=0.5", "x-gzip"})
    void sendsLongTextsInGzipWhereAccepted(String acceptEncoding) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(LONG, acceptEncoding);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(response.body().length));
        assertThat(response.body().length).isLessThan(2_000);
        assertThat(inflated(response)).isEqualTo(TestServer.digits(2_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "identity", "br", "gzip;q=0", "*;q=0", "gzip;q=0, *", "gzip;q=oops", "gzip;q=0.5, identity"})
    void sendsPlainBytesToOtherClients(String acceptEncoding) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(LONG, acceptEncoding);
        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(header(response, "Content-Length")).isEqualTo("2000");
        assertThat(header(response, "Vary")).contains("Accept-Encoding");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(TestServer.digits(2_000));
    }

    @Test
    void leavesShortAnswersAndPicturesAsTheyAre() throws IOException, InterruptedException {
        for (String target : List.of("/bytes/1024", "/things/a", "/picture")) {
            HttpResponse<byte[]> response = get(target, "gzip");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "Content-Encoding")).isEmpty();
            assertThat(header(response, "Vary")).isEqualTo("Origin");
        }
        assertThat(header(get("/bytes/1025", "gzip"), "Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void listsInVaryEverythingAnAnswerDependsOn() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(LONG, "gzip");
        assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding, Origin");
    }

    @Test
    void answersHeadWithTheLengthOfGet() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = ask("HEAD", LONG, "Accept-Encoding", "gzip");
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(response, "Content-Length")).isEqualTo(header(get(LONG, "gzip"), "Content-Length"));
        assertThat(header(ask("HEAD", LONG), "Content-Length")).isEqualTo("2000");
    }

    @Test
    void answers304WhenTheClientHasTheAnswerAlready() throws IOException, InterruptedException {
        HttpResponse<byte[]> plain = ask("GET", "/tagged");
        String tag = header(plain, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{24}\"");
        HttpResponse<byte[]> packed = get("/tagged", "gzip");
        assertThat(header(packed, "ETag")).isEqualTo("W/" + tag);
        assertThat(inflated(packed)).isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
        for (String held : List.of(tag, "W/" + tag, "\"other\", W/" + tag, "*")) {
            for (String method : List.of("GET", "HEAD")) {
                HttpResponse<byte[]> response = ask(method, "/tagged", "If-None-Match", held);
                assertThat(response.statusCode()).as(held).isEqualTo(304);
                assertThat(response.body()).isEmpty();
                assertThat(header(response, "ETag")).isEqualTo(tag);
                assertThat(header(response, "Content-Length")).isEmpty();
                assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding, Origin");
            }
        }
        assertThat(ask("GET", "/tagged", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", LONG, "If-None-Match", "*").statusCode()).isEqualTo(200);
    }
}

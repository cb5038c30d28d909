package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.runtime.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient.Response exchange(String request) throws IOException {
        try (RawClient client = server.client()) {
            return client.send(request).response();
        }
    }

    private static RawClient.Response get(String target) throws IOException {
        return exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static JsonNode json(RawClient.Response response) {
        return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void assertProblem(RawClient.Response response, int status) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.hasHeader("Content-Type: application/problem+json")).isTrue();
        JsonNode document = json(response);
        assertThat(document.path("status").intValue()).isEqualTo(status);
        assertThat(document.path("title").textValue()).isNotBlank();
        assertThat(document.path("detail").textValue()).isNotBlank();
        assertThat(document.path("timestamp").textValue()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(response.hasHeader(
                        "X-Request-Id: " + document.path("requestId").textValue()))
                .isTrue();
    }

    @Test
    void answersJsonThatMayNotBeCached() throws IOException {
        RawClient.Response response = get("/things/a:b*c");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"id\":\"a:b*c\"}");
        assertThat(response.hasHeader("Content-Type: application/json")).isTrue();
        assertThat(response.hasHeader("Cache-Control: no-store")).isTrue();
        assertThat(response.hasHeader("X-Content-Type-Options: nosniff")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 65_537, 69_632, 131_072, 414_220})
    void sendsAnswersOfAnyLengthCompletely(int length) throws IOException {
        String request = "GET /bytes/" + length + " HTTP/1.1\r\nHost: localhost\r\n";
        try (RawClient client = server.client()) {
            client.send(request + "\r\n" + request + "Connection: close\r\n\r\n");
            assertThat(client.response().body()).isEqualTo(TestServer.digits(length));
            assertThat(client.response().body()).isEqualTo(TestServer.digits(length));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void decodesPathSegments() throws IOException {
        assertThat(get("/things/%E2%82%AC").body()).isEqualTo("{\"id\":\"€\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/things/a%2Fb", "/things/a%2fb", "/things/a;b", "/things/../x", "/things/%2e%2E", "/things/."})
    void refusesAmbiguousPaths(String target) throws IOException {
        assertProblem(get(target), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/%", "/things/%4", "/things/%zz", "/things/%c0%af", "/things/%ff", "/query?a=%"})
    void refusesBrokenEncoding(String target) throws IOException {
        assertProblem(get(target), 400);
    }

    @Test
    void answersHeadLikeGetWithoutBody() throws IOException {
        try (RawClient client = server.client()) {
            RawClient.Response response = client.send("HEAD /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .responseToHead();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.hasHeader("Content-Length: 10")).isTrue();
            assertThat(client.get("/things/b").response().body()).isEqualTo("{\"id\":\"b\"}");
        }
    }

    @Test
    void answersUnknownPathsWith404() throws IOException {
        assertProblem(get("/nothing"), 404);
        assertProblem(get("/things/a/b"), 404);
        assertThat(json(get("/nothing")).path("instance").textValue()).isEqualTo("/nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "PATCH", "TRACE", "BREW"})
    void answersWrongMethodsWith405AndAllow(String method) throws IOException {
        RawClient.Response response = exchange(method + " /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertProblem(response, 405);
        assertThat(response.hasHeader("Allow: GET, HEAD, OPTIONS, PUT")).isTrue();
    }

    @Test
    void listsTheMethodsOnOptions() throws IOException {
        RawClient.Response response = exchange("OPTIONS /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.hasHeader("Allow: GET, HEAD, OPTIONS, PUT")).isTrue();
        assertThat(response.head()).doesNotContain("Access-Control");
    }

    @Test
    void sendsNoLengthWithAnAnswerThatHasNoBody() throws IOException {
        try (RawClient client = server.client()) {
            client.send("OPTIONS /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().head()).startsWith("HTTP/1.1 204 ").doesNotContainIgnoringCase("length:");
            assertThat(client.get("/things/b").response().body()).isEqualTo("{\"id\":\"b\"}");
        }
    }

    @Test
    void answers406WhenJsonIsNotAccepted() throws IOException {
        assertProblem(exchange("GET /things/a HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"), 406);
        assertThat(exchange(
                                "GET /things/a HTTP/1.1\r\nHost: localhost\r\nAccept: text/html, application/*;q=0.1\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answers415ForOtherBodies() throws IOException {
        String body = "Content-Length: 2\r\n\r\n{}";
        String head = "PUT /things/a HTTP/1.1\r\nHost: localhost\r\n";
        assertProblem(exchange(head + "Content-Type: text/plain\r\n" + body), 415);
        assertProblem(exchange(head + body), 415);
        assertThat(exchange(head + "Content-Type: Application/JSON; charset=utf-8\r\n" + body)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsTheConnectionUsableAfterRefusingABody() throws IOException {
        try (RawClient client = server.client()) {
            client.send("PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 26\r\n\r\n")
                    .send("GET /away HTTP/1.1\r\n\r\n....");
            assertThat(client.response().status()).isEqualTo(415);
            assertThat(client.get("/things/b").response().status()).isEqualTo(200);
        }
    }

    @Test
    void hidesTheMessageOfABug() throws IOException {
        RawClient.Response response = get("/bug");
        assertProblem(response, 500);
        assertThat(response.body()).doesNotContain("hunter2", "secret", "IllegalArgument");
    }

    @Test
    void answersKnownFaultsAsTheServiceDefines() throws IOException {
        RawClient.Response response = get("/away");
        assertProblem(response, 503);
        assertThat(response.hasHeader("Retry-After: 7")).isTrue();
    }

    @Test
    void namesTheBadParameter() throws IOException {
        assertThat(json(get("/query?b=1")).path("parameter").textValue()).isEqualTo("b");
        assertThat(json(get("/query?a=1&a=2")).path("parameter").textValue()).isEqualTo("a");
        assertThat(json(get("/query?a=")).path("parameter").textValue()).isEqualTo("a");
        assertThat(get("/query?a=2026-11-20T10:00:00+01:00").body()).isEqualTo("\"2026-11-20T10:00:00+01:00\"");
    }

    @Test
    void returnsASaneRequestIdAndReplacesAnyOther() throws IOException {
        String head = "GET /nothing HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: ";
        assertThat(exchange(head + "abc-1.2_Z\r\n\r\n").hasHeader("X-Request-Id: abc-1.2_Z"))
                .isTrue();
        assertThat(exchange(head + "a b\r\n\r\n").head()).doesNotContain("a b");
        assertThat(exchange(head + "x".repeat(65) + "\r\n\r\n").head()).doesNotContain("xxx");
    }

    @Test
    void answersAProblemToInvalidHttp() throws IOException {
        assertProblem(exchange("HELLO\r\n\r\n"), 400);
        assertProblem(exchange("GET /things/<a> HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
        assertProblem(exchange("GET /things/a HTTP/1.1\r\n\r\n"), 400);
        assertProblem(exchange("GET /things/a HTTP/1.1\r\nHost: localhost\r\nbroken\r\n\r\n"), 400);
    }

    @Test
    void refusesAmbiguousBodiesAndClosesTheConnection() throws IOException {
        String head = "PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        for (String ambiguous : List.of(
                "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n")) {
            try (RawClient client = server.client()) {
                client.send(head + ambiguous);
                assertProblem(client.response(), 400);
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
        for (String coding : List.of("Chunked", "gzip, chunked", "identity")) {
            try (RawClient client = server.client()) {
                client.send(head + "Transfer-Encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
                assertProblem(client.response(), 501);
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
        assertProblem(exchange(head + "Content-Length: -1\r\n\r\n"), 400);
        assertProblem(exchange(head + "Content-Length: ten\r\n\r\n"), 400);
    }

    @Test
    void refusesATypeWithWeightZeroEvenWithAWildcard() throws IOException {
        assertProblem(
                exchange("GET /things/a HTTP/1.1\r\nHost: localhost\r\n"
                        + "Accept: application/json;q=0, */*;q=0.1\r\n\r\n"),
                406);
    }

    @Test
    void closesWhenTheCallerAsksTo() throws IOException {
        try (RawClient client = server.client()) {
            client.send("GET /things/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.response().hasHeader("Connection: close")).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void countsRequestsByRouteTemplate() throws IOException {
        get("/things/a");
        get("/random/" + System.nanoTime());
        assertThat(server.registry.getMeters().stream()
                        .filter(meter -> meter.getId().getName().equals("wattline.http.request"))
                        .map(meter -> meter.getId().getTag("route")))
                .contains("/things/{id}", "none")
                .allMatch(route -> route.equals("none") || !route.contains("random"));
    }

    @Test
    void namesThePortThatIsInUse() {
        assertThatThrownBy(() -> new TestServer(HttpConfig.loopback(server.port())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1 port " + server.port());
    }
}

package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies as clients and proxies send them, over raw sockets.
@Timeout(60)
class RequestBodyTest {

    private static final String HEAD =
            "PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

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

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String encoding, String body) {
        return HEAD + "Content-Encoding: " + encoding + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void readsChunksAndKeepsTheConnection() throws IOException {
        try (RawClient client = server.client()) {
            client.send(CHUNKED + "2\r\nab\r\n3;name=value\r\ncde\r\n0\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("\"abcde\"");
            assertThat(client.get("/things/b").response().status()).isEqualTo(200);
        }
    }

    @Test
    void answers413ForChunksThatAreTooLongTogetherOrAlone() throws IOException {
        String kilobyte = "400\r\n" + "x".repeat(1_024) + "\r\n";
        assertThat(exchange(CHUNKED + kilobyte.repeat(65) + "0\r\n\r\n").status())
                .isEqualTo(413);
        assertThat(exchange(CHUNKED + "7fffffff\r\nxx").status()).isEqualTo(413);
    }

    @Test
    void answers400ForInvalidAndEndlessChunkSizes() throws IOException {
        assertThat(exchange(CHUNKED + "zz\r\n").status()).isEqualTo(400);
        assertThat(exchange(CHUNKED + "-1\r\n").status()).isEqualTo(400);
        assertThat(exchange(CHUNKED + "2;" + "x".repeat(10_000)).status()).isEqualTo(400);
        assertThat(exchange(CHUNKED + "2\nab\r\n0\r\n\r\n").status()).isEqualTo(400);
    }

    @Test
    void clientThatIsStillWritingCanReadTheAnswer() throws IOException {
        int length = 4_000_000;
        for (int i = 0; i < 20; i++) {
            try (RawClient client = server.client()) {
                client.send(HEAD + "Content-Length: " + length + "\r\n\r\n").send("x".repeat(length));
                assertThat(client.response().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void inflatesGzip() throws IOException {
        assertThat(exchange(encoded("gzip", gzip("abc"))).body()).isEqualTo("\"abc\"");
        assertThat(exchange(encoded("identity", "abc")).body()).isEqualTo("\"abc\"");
    }

    @Test
    void boundsTheInflatedSize() throws IOException {
        assertThat(exchange(encoded("gzip", gzip("x".repeat(65_536)))).status()).isEqualTo(200);
        assertThat(exchange(encoded("gzip", gzip("x".repeat(65_537)))).status()).isEqualTo(413);
        assertThat(exchange(encoded("gzip", gzip("x".repeat(20_000_000)))).status())
                .isEqualTo(413);
    }

    @Test
    void answers400ForInvalidGzip() throws IOException {
        assertThat(exchange(encoded("gzip", "abc")).status()).isEqualTo(400);
        assertThat(exchange(encoded("gzip", gzip("abc").substring(0, 15))).status())
                .isEqualTo(400);
    }

    @Test
    void answers415WithTheReasonForOtherEncodings() throws IOException {
        for (String encoding : new String[] {"br", "deflate", "gzip, gzip"}) {
            RawClient.Response response = exchange(encoded(encoding, "abc"));
            assertThat(response.status()).isEqualTo(415);
            assertThat(response.body()).contains("Content-Encoding");
            assertThat(response.hasHeader("Accept-Encoding: gzip")).isTrue();
        }
    }

    @Test
    void answers100ContinueToAWaitingClient() throws IOException {
        try (RawClient client = server.client()) {
            client.send(HEAD + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(100);
            assertThat(client.send("ab").response().body()).isEqualTo("\"ab\"");
            assertThat(client.get("/things/b").response().status()).isEqualTo(200);
        }
    }

    @Test
    void answersHttp10AndClosesTheConnection() throws IOException {
        for (String head : new String[] {
            "GET /things/a HTTP/1.0\r\n\r\n",
            "GET /things/a HTTP/1.0\r\nHost: example.org\r\nConnection: keep-alive\r\n\r\n"
        }) {
            try (RawClient client = server.client()) {
                RawClient.Response response = client.send(head).response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).isEqualTo("{\"id\":\"a\"}");
                assertThat(response.hasHeader("Connection: close")).isTrue();
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
        assertThat(exchange("OPTIONS /things/a HTTP/1.0\r\n\r\n").status()).isEqualTo(204);
        assertThat(exchange("PUT /things/a HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\nab")
                        .body())
                .isEqualTo("\"ab\"");
        assertThat(exchange("GET /" + "a".repeat(40_000) + " HTTP/1.0\r\n\r\n").status())
                .isEqualTo(414);
    }

    @Test
    void answersAnUpgradeToHttp2InHttp11() throws IOException {
        assertThat(exchange("GET /things/a HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }
}

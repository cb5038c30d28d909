package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Holds each limit against a client that breaks it, over real sockets on loopback.
@Timeout(60)
class HttpLimitsTest {

    private static HttpConfig config(HttpLimits limits) {
        HttpConfig config = HttpConfig.loopback(0);
        return new HttpConfig(config.host(), 0, OptionalInt.empty(), config.tls(), config.access(), limits);
    }

    private static HttpLimits load(int connections, int running, int queued, Duration wait) {
        return HttpLimits.defaults().withLoad(new HttpLimits.Load(connections, running, queued, wait));
    }

    private static HttpLimits times(Duration idle, Duration exchange) {
        return HttpLimits.defaults().withTimes(new HttpLimits.Times(idle, exchange, Duration.ofMillis(200)));
    }

    private static int status(TestServer server, String request) throws IOException {
        try (RawClient client = server.client()) {
            return client.send(request).response().status();
        }
    }

    @Test
    void refusesLongUrisHeadersAndBodies() throws IOException {
        try (TestServer server = new TestServer()) {
            assertThat(status(server, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(414);
            assertThat(status(server, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(17_000) + "\r\n\r\n"))
                    .isEqualTo(400);
            assertThat(status(
                            server,
                            "PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 65537\r\n\r\n" + "a".repeat(65_537)))
                    .isEqualTo(413);
            assertThat(status(
                            server,
                            "PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 65536\r\n\r\n" + "a".repeat(65_536)))
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesAGigabyteWithoutReadingIt() throws IOException {
        try (TestServer server = new TestServer();
                RawClient client = server.client()) {
            client.send("PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1073741824\r\nExpect: 100-continue\r\n\r\n");
            RawClient.Response response = client.response();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.hasHeader("Connection: close")).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void answers503AtOnceWhenRunningAndWaitingPlacesAreTaken() throws Exception {
        try (TestServer server = new TestServer(config(load(100, 1, 1, Duration.ofSeconds(30))));
                RawClient running = server.client();
                RawClient waiting = server.client()) {
            running.get("/wait");
            assertThat(server.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            waiting.get("/things/a");
            server.awaitGauge("wattline.http.requests.waiting", 1);
            try (RawClient refused = server.client()) {
                RawClient.Response response = refused.get("/things/b").response();
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.hasHeader("Retry-After: 1")).isTrue();
            }
            assertThat(status(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(200);
            server.release.countDown();
            assertThat(running.response().body()).isEqualTo("\"waited\"");
            assertThat(waiting.response().status()).isEqualTo(200);
        }
    }

    @Test
    void answers503AfterTheMaximumWait() throws Exception {
        try (TestServer server = new TestServer(config(load(100, 1, 5, Duration.ofMillis(50))));
                RawClient running = server.client()) {
            running.get("/wait");
            assertThat(server.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(status(server, "GET /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo(503);
        }
    }

    @Test
    void answers503ToSurplusConnectionsAndClosesFurtherOnes() throws IOException {
        try (TestServer server = new TestServer(config(load(3, 64, 64, Duration.ofSeconds(1))))) {
            List<RawClient> served = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    RawClient client = server.client();
                    served.add(client);
                    assertThat(client.get("/things/a").response().status()).isEqualTo(200);
                }
                try (RawClient told = server.client()) {
                    RawClient.Response response = told.get("/things/a").response();
                    assertThat(response.status()).isEqualTo(503);
                    assertThat(response.hasHeader("Retry-After: 1")).isTrue();
                    assertThat(told.isClosedByServer()).isTrue();
                }
            } finally {
                for (RawClient client : served) {
                    client.close();
                }
            }
        }
    }

    @Test
    void closesASilentConnection() throws IOException {
        try (TestServer server = new TestServer(config(times(Duration.ofMillis(200), Duration.ofSeconds(30))));
                RawClient client = server.client()) {
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void closesAConnectionWhoseHeadersDrip() throws Exception {
        try (TestServer server = new TestServer(config(times(Duration.ofSeconds(30), Duration.ofMillis(300))));
                RawClient client = server.client()) {
            client.send("GET /things/a HTTP/1.1\r\nHost: localhost\r\n");
            Thread dripping = client.drip();
            assertThat(client.isClosedByServer()).isTrue();
            dripping.interrupt();
        }
    }

    @Test
    void closesAConnectionWhoseBodyDrips() throws Exception {
        try (TestServer server = new TestServer(config(times(Duration.ofSeconds(30), Duration.ofMillis(300))));
                RawClient client = server.client()) {
            client.send("PUT /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 60000\r\n\r\n");
            Thread dripping = client.drip();
            assertThat(client.isClosedByServer()).isTrue();
            dripping.interrupt();
        }
    }

    @Test
    void endsAHandlerThatTakesTooLong() throws Exception {
        try (TestServer server = new TestServer(config(times(Duration.ofSeconds(30), Duration.ofMillis(300))));
                RawClient client = server.client()) {
            client.get("/wait");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.entered.tryAcquire(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesAConnectionWhoseClientDoesNotRead() throws Exception {
        try (TestServer server = new TestServer(config(times(Duration.ofSeconds(30), Duration.ofMillis(500))));
                RawClient client = server.client()) {
            client.get("/big");
            server.awaitGauge("wattline.http.connections", 0);
        }
    }

    @Test
    void letsRunningExchangesEndWhenStopped() throws Exception {
        TestServer server = new TestServer(config(HttpLimits.defaults()));
        try (RawClient client = server.client()) {
            client.get("/wait");
            assertThat(server.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(server.server::close);
            server.release.countDown();
            assertThat(client.response().body()).isEqualTo("\"waited\"");
            closing.join();
        } finally {
            server.close();
        }
    }
}

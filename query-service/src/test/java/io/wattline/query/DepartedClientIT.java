package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that ask and do not wait for the whole answer, over a real database.
class DepartedClientIT {

    private static final int CLIENTS = "long".equals(System.getProperty("tests.form")) ? 1_000 : 150;
    /// What a client takes in before it goes, and the little that it lets wait for it.
    private static final int FIRST_BYTES = 200;

    private static final int RECEIVE_BUFFER = 4_096;
    /// What Linux lets a server leave with the kernel for one connection, by `tcp_wmem`.
    private static final int LARGEST_SEND_BUFFER = 4 * 1024 * 1024;

    private static final String BUNDLE = "/docs/swagger-ui-bundle.js";

    private static TestFleet fleet;
    private static TestApi api;
    /// 2,000 buckets of a minute, of two thousand readings.
    private static String series;

    /// When a client goes. It never closes in good order: what is on its way meets a reset.
    private enum Departure {
        BEFORE_THE_FIRST_BYTE,
        WITHIN_THE_FIRST_ANSWER,
        /// More is asked for at once than all buffers on the way hold, so the service cannot be done with it.
        WHILE_THE_SERVICE_CANNOT_GO_ON
    }

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        var begin = TestFleet.NOW.minus(Duration.ofMinutes(2_000));
        fleet.map("V1", "M1", null, null);
        for (int i = 0; i < 2_000; i++) {
            fleet.vehicle("V1", begin.plus(Duration.ofMinutes(i)), "0.1")
                    .meter("M1", begin.plus(Duration.ofMinutes(i)), "0.11");
        }
        api = new TestApi(fleet.asQuery());
        series = "/v1/analytics/series/V1?startTime=" + begin + "&endTime=" + TestFleet.NOW + "&bucket=PT1M";
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    @Test
    void releasesEverythingWhenClientsDisconnectMidResponse() throws Exception {
        assertThat(size(series)).isGreaterThan(100 * RECEIVE_BUFFER);
        assertThat(size(series) + 3L * size(BUNDLE)).isGreaterThan(LARGEST_SEND_BUFFER + RECEIVE_BUFFER);
        Departure[] all = Departure.values();
        for (int i = 0; i < CLIENTS; i++) {
            depart(all[i % all.length]);
        }
        // Of the connections the one that asks is left.
        awaitMetric("wattline_http_connections{", "1.0");
        awaitMetric("wattline_http_requests_running{", "0.0");
        awaitMetric("wattline_http_requests_waiting{", "0.0");
        awaitMetric("hikaricp_connections_active{", "0.0");
        awaitMetric("hikaricp_connections_pending{", "0.0");
        assertThat(api.get(series).ok().path("points")).hasSize(2_000);
    }

    private static void depart(Departure departure) throws IOException {
        List<String> targets = departure == Departure.WHILE_THE_SERVICE_CANNOT_GO_ON
                ? List.of(series, BUNDLE, BUNDLE, BUNDLE)
                : List.of(series);
        try (Socket client = ask(targets)) {
            if (departure != Departure.BEFORE_THE_FIRST_BYTE) {
                readFirstBytes(client);
            }
            // No orderly end: RST at once, whatever has not been read.
            client.setSoLinger(true, 0);
        }
    }

    private static Socket ask(List<String> targets) throws IOException {
        Socket socket = new Socket();
        // Before connecting, or the window is as large as usual.
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()), 20_000);
        StringBuilder requests = new StringBuilder();
        targets.forEach(
                target -> requests.append("GET ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void readFirstBytes(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] first = in.readNBytes(FIRST_BYTES);
        assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 ");
    }

    private static int size(String target) {
        TestApi.Reply reply = api.get(target);
        assertThat(reply.status()).isEqualTo(200);
        return reply.response().body().length;
    }

    private static void awaitMetric(String prefix, String value) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!metric(prefix).equals(value)) {
            assertThat(System.nanoTime())
                    .as(prefix + " stays at " + metric(prefix))
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static String metric(String prefix) {
        return new String(api.get("/metrics").response().body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .orElse("");
    }
}

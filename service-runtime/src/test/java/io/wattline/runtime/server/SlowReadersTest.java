package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients on real sockets that ask for much and never read it.
@Timeout(60)
class SlowReadersTest {

    private static final String HELD = "wattline.http.answer.bytes";

    private final TestServer server = new TestServer(config());
    private final List<RawClient> slow = new ArrayList<>();

    // Room for two of the long answers.
    private static HttpConfig config() {
        HttpConfig config = HttpConfig.loopback(0);
        HttpLimits limits = HttpLimits.defaults()
                .withAnswers(new HttpLimits.Answers(TestServer.LONG_BYTES * 5L / 2))
                .withTimes(
                        new HttpLimits.Times(Duration.ofSeconds(50), Duration.ofSeconds(50), Duration.ofMillis(100)));
        return new HttpConfig(config.host(), 0, OptionalInt.empty(), config.tls(), config.access(), limits);
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : slow) {
            client.close();
        }
        server.close();
    }

    /// Reads the head of the answer and no more.
    private RawClient.Response ask(String target) throws IOException {
        RawClient client = server.client();
        slow.add(client);
        return client.get(target).responseToHead();
    }

    private RawClient.Response get(String target) throws IOException {
        try (RawClient client = server.client()) {
            return client.get(target).response();
        }
    }

    @Test
    void refusesMoreLongAnswersWhileTenClientsDoNotRead() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            statuses.add(ask("/big").status());
        }
        assertThat(statuses).startsWith(200, 503).containsOnlyOnce(200);
    }

    @Test
    void answers503WithRetryAfterAboveTheBudget() throws IOException {
        ask("/long");
        ask("/long");
        RawClient.Response refused = get("/long");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.hasHeader("Retry-After: 5")).isTrue();
        assertThat(refused.body()).contains("Too much is asked at once").doesNotContain("store", "database");
    }

    @Test
    void refusesBeforeTheAnswerIsMadeWhereItsSizeIsKnown() throws IOException {
        ask("/long");
        ask("/long");
        assertThat(server.entered.drainPermits()).isEqualTo(2);
        assertThat(get("/long").status()).isEqualTo(503);
        assertThat(server.entered.drainPermits()).isZero();
    }

    @Test
    void stillAnswersProbesAndShortRequests() throws IOException {
        ask("/long");
        ask("/long");
        assertThat(get("/long").status()).isEqualTo(503);
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(get("/things/a").status()).isEqualTo(200);
        assertThat(get("/bytes/16384").status()).isEqualTo(200);
    }

    @Test
    void reservesNothingForAnswersToHead() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            try (RawClient client = server.client()) {
                client.send("HEAD /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.responseToHead().status()).isEqualTo(200);
            }
        }
        server.awaitGauge(HELD, 0);
    }

    @Test
    void releasesTheBudgetWhenAnswersAreReadAndWhenClientsDisconnect() throws IOException, InterruptedException {
        assertThat(get("/long").body()).hasSize(TestServer.LONG_BYTES);
        server.awaitGauge(HELD, 0);
        ask("/long");
        ask("/long");
        server.awaitGauge(HELD, 2.0 * TestServer.LONG_BYTES);
        for (RawClient client : slow) {
            client.close();
        }
        server.awaitGauge(HELD, 0);
        assertThat(get("/long").status()).isEqualTo(200);
    }

    @Test
    void budgetIsASixteenthOfTheHeap() {
        assertThat(HttpLimits.Answers.forHeap(1L << 30).maxBytesInFlight()).isEqualTo(64L << 20);
        assertThat(HttpLimits.Answers.forHeap(64L << 20).maxBytesInFlight()).isEqualTo(8L << 20);
        assertThat(HttpLimits.Answers.forHeap(Long.MAX_VALUE).maxBytesInFlight())
                .isEqualTo(256L << 20);
    }
}

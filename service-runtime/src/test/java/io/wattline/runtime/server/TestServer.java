package io.wattline.runtime.server;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A server on a free loopback port with routes that echo, fail and wait.
final class TestServer implements AutoCloseable {

    /// What `/long` answers: more than the kernel holds for one connection.
    static final int LONG_BYTES = 20_000_000;

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /// One permit for each handler of `/wait` that has been entered.
    final Semaphore entered = new Semaphore(0);

    /// Lets all handlers of `/wait` go.
    final CountDownLatch release = new CountDownLatch(1);

    /// What `/health/ready` answers.
    volatile int readyStatus = 200;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final HttpServer server;

    TestServer(HttpConfig config) {
        FaultMapper faults = fault -> fault instanceof IllegalStateException
                ? Optional.of(Problem.unavailable("The store is away", 7))
                : Optional.empty();
        HttpService observe = rules -> rules.get("/health/live", Endpoint.of(Scope.OPEN, request -> Answer.ok("up")))
                .get("/health/ready", Endpoint.of(Scope.OPEN, request -> Answer.json(readyStatus, "readiness")));
        this.server = HttpServer.start(
                config,
                new HttpSurface(List.of(this::routing), List.of(observe), faults, registry),
                InstantSource.fixed(NOW));
    }

    TestServer() {
        this(HttpConfig.loopback(0));
    }

    int port() {
        return server.port();
    }

    RawClient client() throws IOException {
        return new RawClient(port());
    }

    /// Waits until a gauge has a value; fails after 20 s.
    void awaitGauge(String name, double value) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (registry.get(name).gauge().value() != value) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        name + " is " + registry.get(name).gauge().value() + ", not " + value);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void routing(HttpRules rules) {
        rules.get(
                        "/things/{id}",
                        reading(request -> Answer.ok(
                                Map.of("id", request.path().pathParameters().get("id")))))
                .put(
                        "/things/{id}",
                        Endpoint.of(
                                        Scope.ADMIN,
                                        request -> Answer.ok(new String(Body.read(request), StandardCharsets.UTF_8)))
                                .taking(Answer.JSON))
                .get("/query", reading(request -> {
                    Query query = Query.of(request);
                    query.allowOnly(Set.of("a"));
                    return Answer.ok(query.one("a").orElse("none"));
                }))
                .get(
                        "/bytes/{count}",
                        reading(request -> Answer.text(
                                "application/json",
                                digits(request.path()
                                        .pathParameters()
                                        .first("count")
                                        .asInt()
                                        .get()))))
                .get(
                        "/tagged",
                        reading(request -> Answer.text("application/json", digits(5_000))
                                .tagged()
                                .precompressed()))
                .get(
                        "/picture",
                        reading(request -> Answer.bytes(200, "image/png", new byte[4_096]))
                                .answering("image/png"))
                .get("/big", reading(request -> Answer.text("application/json", "x".repeat(50_000_000))))
                .get("/long", reading(request -> {
                    AnswerBytes.take(request, LONG_BYTES);
                    entered.release();
                    return Answer.text("application/json", "x".repeat(LONG_BYTES));
                }))
                .get("/bug", reading(request -> {
                    throw new IllegalArgumentException("password=hunter2 in /etc/secret");
                }))
                .get("/away", reading(request -> {
                    throw new IllegalStateException("connection refused");
                }))
                .get("/wait", reading(request -> {
                    entered.release();
                    release.await();
                    return Answer.ok("waited");
                }));
    }

    /// A text of that length in which each part differs from its neighbours.
    static String digits(int length) {
        return IntStream.range(0, length / 6 + 1)
                .mapToObj("%06d"::formatted)
                .collect(Collectors.joining())
                .substring(0, length);
    }

    private static Endpoint reading(Endpoint.Action action) {
        return Endpoint.of(Scope.READ, action);
    }

    @Override
    public void close() {
        release.countDown();
        server.close();
    }
}

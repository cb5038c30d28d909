package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Far more callers at once than the service serves: each learns where it stands, and none is queued without end.
class CrowdIT {

    private static final int CALLERS = 5_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        Duration hour = Duration.ofHours(1);
        fleet.meter("M1", TestFleet.NOW.minus(hour), "2").vehicle("V1", TestFleet.NOW.minus(hour), "1.8");
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    @Test
    void answers5000ConcurrentCallersOrTellsThemToRetry() throws Exception {
        var gate = new CountDownLatch(1);
        List<Callable<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(() -> {
                gate.await();
                return call();
            });
        }
        List<Future<String>> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.forEach(caller -> outcomes.add(threads.submit(caller)));
            gate.countDown();
        }
        Map<String, Long> counts = outcomes.stream()
                .map(Future::resultNow)
                .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));

        // Beyond twice the limit of connections a caller is not even heard: it is closed at once.
        assertThat(counts.keySet()).isSubsetOf("200", "503 with Retry-After", "closed");
        assertThat(counts.get("200")).as("%s", counts).isPositive();
        api.get("/v1/vehicles/V1/live").ok();
    }

    /// What a caller gets; a caller that gets nothing within [#LONGEST] fails the test.
    private static String call() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(Math.toIntExact(LONGEST.toMillis()));
            socket.getOutputStream()
                    .write("GET /v1/analytics/performance/V1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> lines = answer.lines().toList();
            return lines.isEmpty() ? "closed" : outcome(lines);
        } catch (SocketTimeoutException e) {
            return "left waiting";
        } catch (SocketException e) {
            return "closed";
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof SocketTimeoutException ? "left waiting" : "closed";
        }
    }

    private static String outcome(List<String> lines) {
        String status = lines.getFirst().split(" ", -1)[1];
        boolean retryAfter =
                lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("retry-after:"));
        return status + (retryAfter ? " with Retry-After" : "");
    }
}

package io.wattline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final AtomicBoolean databaseUp = new AtomicBoolean(true);
    private final HealthCheck database =
            HealthCheck.that(Health.DATABASE, databaseUp::get, "the database does not answer");

    private static Answer ask(Health health, String path) throws InterruptedException {
        return switch (path) {
            case "/health/live" -> health.live();
            case "/health/ready" -> health.ready();
            default -> health.summary();
        };
    }

    private static JsonNode json(Answer answer) {
        return Json.read(answer.body());
    }

    @Test
    void isReadyWhileEveryCheckPasses() throws InterruptedException {
        Health health = new Health(List.of(), List.of(database), LIMIT, CLOCK);
        Answer answer = ask(health, "/health/ready");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"up\",\"checks\":{\"database\":{\"status\":\"up\"}},"
                        + "\"timestamp\":\"2026-11-20T12:00:00Z\"}");
    }

    @Test
    void isNotReadyButAliveWhenTheDatabaseIsDown() throws InterruptedException {
        Health health = new Health(List.of(), List.of(database), LIMIT, CLOCK);
        databaseUp.set(false);
        Answer answer = ask(health, "/health/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(json(answer).at("/checks/database/detail").textValue()).isEqualTo("the database does not answer");
        assertThat(ask(health, "/health/live").status()).isEqualTo(200);
        JsonNode summary = json(ask(health, "/health"));
        assertThat(summary.path("status").textValue()).isEqualTo("down");
        assertThat(summary.path("database").textValue()).isEqualTo("down");
    }

    @Test
    void showsOnlyTheTypeOfAnUnexpectedFault() throws InterruptedException {
        HealthCheck leaky = new HealthCheck("queue", () -> {
            throw new IllegalStateException("password=hunter2");
        });
        Answer answer = ask(new Health(List.of(leaky), List.of(), LIMIT, CLOCK), "/health/live");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(json(answer).at("/checks/queue/detail").textValue()).isEqualTo("IllegalStateException");
    }

    @Test
    void exportsReadinessChecksWithoutRunningThemAtAScrape() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        HealthCheck counted = new HealthCheck("queue", asked::incrementAndGet);
        Health health = new Health(List.of(), List.of(database, counted), LIMIT, CLOCK);
        try (Metrics metrics = new Metrics();
                ReadinessWatch watch = health.watch(metrics.registry())) {
            assertThat(metrics.scrape()).contains("wattline_ready{check=\"database\"} 0.0");
            assertThat(asked).hasValue(0);
            watch.look();
            assertThat(metrics.scrape())
                    .contains("wattline_ready{check=\"database\"} 1.0")
                    .contains("wattline_ready{check=\"queue\"} 1.0");
            databaseUp.set(false);
            watch.look();
            assertThat(metrics.scrape()).contains("wattline_ready{check=\"database\"} 0.0");
        }
    }

    @Test
    @Timeout(30)
    void waitsNoLongerThanItsLimitAndRunsEachCheckOnceAtATime() throws InterruptedException {
        CountDownLatch dead = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HealthCheck hangs = new HealthCheck(Health.DATABASE, () -> {
            asked.incrementAndGet();
            dead.await();
        });
        Health health = new Health(List.of(), List.of(hangs), LIMIT, CLOCK);
        for (int i = 0; i < 3; i++) {
            Answer answer = ask(health, "/health/ready");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(json(answer).at("/checks/database/detail").textValue()).isEqualTo("no answer within PT0.1S");
        }
        assertThat(asked).hasValue(1);
        dead.countDown();
    }
}

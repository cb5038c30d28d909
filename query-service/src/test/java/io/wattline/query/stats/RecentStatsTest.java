package io.wattline.query.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.query.fleet.FleetHistory;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.fleet.VehicleEnergy;
import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RecentStatsTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final AtomicInteger asked = new AtomicInteger();
    private volatile Instant now = START;

    private RecentStats stats(StatsSource source) {
        return new RecentStats(source, new FleetRanking(new EmptyFleet()), () -> now);
    }

    private Stats figures(Instant at) {
        asked.incrementAndGet();
        var none = new Stats.Side(0, BigDecimal.ZERO);
        var energy = new Stats.Energy(at, none, none);
        return new Stats(at, new Stats.Devices(0, 0), energy, energy, new Stats.Ingest(0), new Stats.Span(null, null));
    }

    @Test
    void keepsAnAnswerForFiveSecondsAndNoLonger() {
        RecentStats stats = stats(this::figures);
        StatsReport first = stats.get();
        now = START.plus(RecentStats.MAX_AGE).minusNanos(1);
        assertThat(stats.get()).isSameAs(first);
        now = START.plus(RecentStats.MAX_AGE);
        assertThat(stats.get().stats().at()).isEqualTo(now);
        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotTrustAnAnswerFromTheFuture() {
        RecentStats stats = stats(this::figures);
        stats.get();
        now = START.minus(Duration.ofHours(1));
        assertThat(stats.get().stats().at()).isEqualTo(now);
    }

    @Test
    void queriesOnceForConcurrentCallers() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        RecentStats stats = stats(at -> {
            entered.countDown();
            await(release);
            return figures(at);
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StatsReport>> answers = new ArrayList<>();
            answers.add(callers.submit(stats::get));
            await(entered);
            for (int i = 0; i < 50; i++) {
                answers.add(callers.submit(stats::get));
            }
            release.countDown();
            for (Future<StatsReport> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS).stats().at()).isEqualTo(START);
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void retriesAfterAFailure() {
        RecentStats stats = stats(at -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("away");
            }
            return figures(at);
        });
        assertThatThrownBy(stats::get).hasMessage("away");
        assertThat(stats.get().stats().at()).isEqualTo(START);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class EmptyFleet implements FleetHistory, FleetHistory.Snapshot {

        @Override
        public <T> T inSnapshot(Function<Snapshot, T> work) {
            return work.apply(this);
        }

        @Override
        public Optional<TimeWindow> matchedHours() {
            return Optional.of(new TimeWindow(START.minusSeconds(3_600), START));
        }

        @Override
        public Duration pairingWindow() {
            return Duration.ofSeconds(30);
        }

        @Override
        public void forEachVehicle(TimeWindow hours, Consumer<VehicleEnergy> consumer) {}
    }
}

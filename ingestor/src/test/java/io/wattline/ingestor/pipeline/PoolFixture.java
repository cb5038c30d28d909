package io.wattline.ingestor.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.testing.Readings;
import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A started pool of writers over a store.
public final class PoolFixture implements AutoCloseable {

    final MeterRegistry registry = new SimpleMeterRegistry();
    private final PipelineMetrics metrics = new MicrometerPipelineMetrics(registry);
    final Handoff handoff = new Handoff(10_000, metrics);
    final StoreHealth health = new StoreHealth(Duration.ZERO, System::nanoTime);
    final List<Throwable> deaths = Collections.synchronizedList(new ArrayList<>());
    final WriterPool pool;
    private @Nullable DeferredReadings deferred;

    public PoolFixture(int writers, int maxRows, BatchStore store) {
        this(writers, maxRows, store, new SettableClock(Readings.NOON));
    }

    PoolFixture(int writers, int maxRows, BatchStore store, InstantSource clock) {
        this(writers, maxRows, new Storage(store, new FakeDeferralStore(), new ClosedDays()), clock);
    }

    /// With readings deferred, and brought back every tenth of a second.
    public static PoolFixture deferring(int maxRows, BatchStore store, DeferralStore deferral) {
        var storage = new Storage(store, deferral, new ClosedDays());
        var fixture = new PoolFixture(1, maxRows, storage, new SettableClock(Readings.NOON));
        fixture.deferred =
                new DeferredReadings(deferral, storage.closedDays(), fixture.handoff, Duration.ofMillis(100));
        fixture.deferred.start();
        return fixture;
    }

    private PoolFixture(int writers, int maxRows, Storage storage, InstantSource clock) {
        var observed = new WriterPool.Observed(metrics, new QuarantineCap(1_000, clock), clock);
        pool = new WriterPool(
                new WriterPool.Config(writers, maxRows),
                handoff,
                storage,
                health,
                observed,
                (thread, cause) -> deaths.add(cause));
        pool.start();
    }

    public void offer(FakeDelivery... deliveries) throws InterruptedException {
        for (FakeDelivery delivery : deliveries) {
            if (!handoff.offer(delivery, Duration.ofSeconds(10))) {
                throw new AssertionError("the hand-off is full");
            }
        }
    }

    public Accounts accounts() {
        return Accounts.of(registry);
    }

    /// So many deliveries of one reading each, all different.
    public static FakeDelivery[] deliveries(int count) {
        FakeDelivery[] deliveries = new FakeDelivery[count];
        Arrays.setAll(deliveries, i -> FakeDelivery.of(Readings.meter("M" + i)));
        return deliveries;
    }

    public static boolean allAcknowledged(FakeDelivery... deliveries) {
        return Arrays.stream(deliveries).allMatch(delivery -> delivery.end().equals("acknowledged"));
    }

    @Override
    public void close() {
        try {
            if (deferred != null) {
                deferred.stop();
            }
            pool.stop(Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

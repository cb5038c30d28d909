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

/// A started pool of writers over a store.
public final class PoolFixture implements AutoCloseable {

    final MeterRegistry registry = new SimpleMeterRegistry();
    private final PipelineMetrics metrics = new MicrometerPipelineMetrics(registry);
    final Handoff handoff = new Handoff(10_000, metrics);
    final StoreHealth health = new StoreHealth();
    final List<Throwable> deaths = Collections.synchronizedList(new ArrayList<>());
    final WriterPool pool;

    public PoolFixture(int writers, int maxRows, BatchStore store) {
        this(writers, maxRows, store, new SettableClock(Readings.NOON));
    }

    PoolFixture(int writers, int maxRows, BatchStore store, InstantSource clock) {
        var observed = new WriterPool.Observed(metrics, new QuarantineCap(1_000, clock), clock);
        pool = new WriterPool(
                new WriterPool.Config(writers, maxRows),
                handoff,
                store,
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

    public static boolean allSettled(FakeDelivery... deliveries) {
        return Arrays.stream(deliveries).allMatch(delivery -> delivery.end().equals("settled"));
    }

    @Override
    public void close() {
        try {
            pool.stop(Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

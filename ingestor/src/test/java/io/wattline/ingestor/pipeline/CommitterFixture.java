package io.wattline.ingestor.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.testing.Readings;
import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A committer over a failing store, with waits too short to notice.
final class CommitterFixture {

    final FailingStore store = new FailingStore();
    final FakeDeferralStore deferral = new FakeDeferralStore();
    final ClosedDays closedDays = new ClosedDays();
    final BatchSize size = new BatchSize(5_000);
    final StoreHealth health = new StoreHealth();
    final MeterRegistry registry = new SimpleMeterRegistry();
    private final PipelineMetrics metrics = new MicrometerPipelineMetrics(registry);
    private final QuarantineCap cap;
    private final AtomicInteger patience = new AtomicInteger(Integer.MAX_VALUE);
    private final BatchCommitter committer;

    CommitterFixture() {
        this(1_000);
    }

    /// @param quarantineBurst how many rejected items are stored, a multiple of ten
    CommitterFixture(int quarantineBurst) {
        cap = new QuarantineCap(quarantineBurst / 10, new SettableClock(Readings.NOON));
        var backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(1_000), new Random(1));
        committer = new BatchCommitter(
                new Storage(store, deferral, closedDays),
                health.ofWriter(),
                metrics,
                size,
                backoff,
                () -> patience.getAndDecrement() <= 0);
    }

    /// From now on the committer is told to give up when it asks for the time number `asked`, from 1.
    CommitterFixture givesUpWhenAsked(int asked) {
        patience.set(asked - 1);
        return this;
    }

    Batch batch(FakeDelivery... deliveries) {
        var batch = new Batch(metrics, cap);
        for (FakeDelivery delivery : deliveries) {
            metrics.received(delivery.source());
            batch.add(delivery, delivery.decode());
        }
        return batch;
    }

    /// Commits and acknowledges, or keeps, as a writer does.
    boolean write(FakeDelivery... deliveries) throws InterruptedException {
        Batch batch = batch(deliveries);
        boolean committed = committer.commit(batch);
        if (committed) {
            batch.acknowledge();
        } else {
            batch.keep();
        }
        return committed;
    }

    boolean commit(Batch batch) throws InterruptedException {
        return committer.commit(batch);
    }

    Accounts accounts() {
        return Accounts.of(registry);
    }

    double suppressed() {
        return registry.get("wattline.quarantine.suppressed.items").counter().count();
    }
}

package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The bounded queue between receivers and writers, first in, first out. Safe for all threads.
///
/// Its capacity is the sum of the largest windows of all receivers, so an offer never has to wait. A delivery is
/// counted as received when it is offered, and as kept when there is no room for it or when it is removed again.
public final class Handoff {

    private final BlockingQueue<Delivery> queue;

    private final PipelineMetrics metrics;

    /// @param capacity how many deliveries it holds at most
    public Handoff(int capacity, PipelineMetrics metrics) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.metrics = metrics;
    }

    /// Puts a delivery if there is room now.
    public boolean offer(Delivery delivery) {
        metrics.received(delivery.source());
        boolean taken = queue.offer(delivery);
        countRefused(delivery, taken);
        return taken;
    }

    /// Puts a delivery, waiting for room.
    ///
    /// @return false if there was none in time; the delivery is then the caller's to keep
    public boolean offer(Delivery delivery, Duration patience) throws InterruptedException {
        metrics.received(delivery.source());
        boolean taken = false;
        try {
            taken = queue.offer(delivery, patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            countRefused(delivery, taken);
        }
        return taken;
    }

    /// The next delivery, or null if none came in time.
    @Nullable
    Delivery take(Duration patience) throws InterruptedException {
        return queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The next delivery, or null if there is none now.
    @Nullable
    Delivery takeNow() {
        return queue.poll();
    }

    /// Takes out every delivery that matches; the caller keeps them.
    public List<Delivery> remove(Predicate<Delivery> condition) {
        var removed = new ArrayList<Delivery>();
        queue.removeIf(delivery -> condition.test(delivery) && removed.add(delivery));
        removed.forEach(delivery -> metrics.kept(delivery.source(), 1));
        return removed;
    }

    private void countRefused(Delivery delivery, boolean taken) {
        if (!taken) {
            metrics.kept(delivery.source(), 1);
        }
    }

    /// How many deliveries wait.
    public int size() {
        return queue.size();
    }

    /// When the delivery that waits longest arrived; null if none waits.
    @Nullable
    Instant oldestReceivedAt() {
        Delivery head = queue.peek();
        return head == null ? null : head.receivedAt();
    }
}

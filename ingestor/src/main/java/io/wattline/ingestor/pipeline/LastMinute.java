package io.wattline.ingestor.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How much a total has grown within the last minute, to the length of the pause between two samples. For one thread.
public final class LastMinute {

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private record Sample(long nanoTime, long total) {}

    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /// Starts from `total`.
    ///
    /// @param nanoTime a clock that only goes forward
    public LastMinute(LongSupplier nanoTime, long total) {
        this.nanoTime = nanoTime;
        samples.add(new Sample(nanoTime.getAsLong(), total));
    }

    /// Takes a sample.
    ///
    /// @return by how much `total` has grown since the newest sample that is a minute old, or since the first
    public long grownTo(long total) {
        long now = nanoTime.getAsLong();
        samples.addLast(new Sample(now, total));
        Sample since = samples.removeFirst();
        while (now - samples.getFirst().nanoTime >= MINUTE_NANOS) {
            since = samples.removeFirst();
        }
        samples.addFirst(since);
        return total - since.total;
    }
}

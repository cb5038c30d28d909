package io.wattline.bench.measure;

import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Service;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// What an ingestor says of its work on `/metrics`.
public final class IngestorCounts {

    private static final long LOOK_NANOS = 200_000_000;

    private final Service ingestor;

    public IngestorCounts(Service ingestor) {
        this.ingestor = ingestor;
    }

    /// Readings committed so far, each once.
    public long accepted() {
        return accepted(ingestor.get("/metrics").lines());
    }

    static long accepted(Stream<String> metrics) {
        return Math.round(metrics.filter(
                        line -> line.startsWith("wattline_items_total{") && line.contains("outcome=\"accepted\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum());
    }

    /// Looks five times a second until so many are committed.
    ///
    /// @param each told the number at each look
    /// @throws BenchException if that takes longer than `limit`
    public void await(long readings, Duration limit, LongConsumer each) {
        long end = System.nanoTime() + limit.toNanos();
        long now = accepted();
        while (now < readings) {
            each.accept(now);
            if (System.nanoTime() > end) {
                throw new BenchException(
                        "of " + readings + " readings only " + now + " were committed within " + limit);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            now = accepted();
        }
        each.accept(now);
    }
}

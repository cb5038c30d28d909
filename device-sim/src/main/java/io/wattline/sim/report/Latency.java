package io.wattline.sim.report;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Durations in microseconds, 1 µs to 1 h, to two significant digits. Safe for all threads.
final class Latency {

    private static final long MAX_MICROS = 3_600_000_000L;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram micros = new ConcurrentHistogram(MAX_MICROS, SIGNIFICANT_DIGITS);

    void record(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1000, 0, MAX_MICROS));
    }

    /// Takes a snapshot, which is exact once nothing records any more.
    Percentiles percentiles() {
        Histogram now = micros.copy();
        return new Percentiles(
                millis(now.getValueAtPercentile(50)), millis(now.getValueAtPercentile(99)), millis(now.getMaxValue()));
    }

    private static double millis(long micros) {
        return micros / 1000.0;
    }
}

package io.wattline.bench.measure;

import org.HdrHistogram.Histogram;

/// Durations of up to ten minutes, kept to three digits. One thread at a time.
public final class Latencies {

    private static final long LONGEST_MICROS = 600_000_000;

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);

    /// Counts one; below 0 as 0, above ten minutes as that.
    public void recordMicros(long value) {
        micros.recordValue(Math.clamp(value, 0, LONGEST_MICROS));
    }

    /// Counts all of `other` too.
    public void add(Latencies other) {
        micros.add(other.micros);
    }

    /// How many were counted.
    public long count() {
        return micros.getTotalCount();
    }

    /// The duration in milliseconds that `percent` of all did not exceed; 0 where nothing was counted.
    public double millisAt(double percent) {
        return micros.getValueAtPercentile(percent) / 1e3;
    }

    public double maxMillis() {
        return micros.getMaxValue() / 1e3;
    }

    /// `p50 1.2, p99 3.4, max 5.6 ms`.
    @Override
    public String toString() {
        return "p50 %.1f, p99 %.1f, max %.1f ms".formatted(millisAt(50), millisAt(99), maxMillis());
    }
}

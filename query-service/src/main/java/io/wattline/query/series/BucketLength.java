package io.wattline.query.series;

import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.time.Instant;

/// How long buckets are. They are aligned to the UTC day, and so each day has the same ones.
///
/// @param length 1 minute to 1 day, in whole seconds that divide a day
public record BucketLength(Duration length) {

    /// The shortest.
    public static final Duration MIN = Duration.ofMinutes(1);

    /// The longest.
    public static final Duration MAX = Duration.ofDays(1);

    public BucketLength {
        if (length.compareTo(MIN) < 0
                || length.compareTo(MAX) > 0
                || !length.equals(Duration.ofSeconds(length.toSeconds()))
                || MAX.toSeconds() % length.toSeconds() != 0) {
            throw new IllegalArgumentException("a bucket must be PT1M to P1D and divide a day");
        }
    }

    /// As it is given and answered, in ISO 8601: a day is `P1D`.
    public String text() {
        return length.equals(MAX) ? "P1D" : length.toString();
    }

    /// Which bucket an instant falls into, counted from 1970.
    long index(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), length.toSeconds());
    }

    /// Where a bucket starts.
    Instant start(long index) {
        return Instant.ofEpochSecond(Math.multiplyExact(index, length.toSeconds()));
    }

    /// How many buckets a window touches.
    public long count(TimeWindow window) {
        return index(window.end().minusNanos(1)) - index(window.start()) + 1;
    }
}

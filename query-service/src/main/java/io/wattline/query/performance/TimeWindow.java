package io.wattline.query.performance;

import java.time.Duration;
import java.time.Instant;

/// A half-open span of time.
///
/// @param start inclusive
/// @param end exclusive, later than `start`
public record TimeWindow(Instant start, Instant end) {

    public TimeWindow {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window must start before it ends");
        }
    }

    /// How long it is.
    public Duration length() {
        return Duration.between(start, end);
    }
}

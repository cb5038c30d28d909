package io.wattline.query.http;

import io.wattline.query.performance.TimeWindow;
import java.time.Instant;

/// A window in an answer: [start, end).
public record TimeRange(Instant start, Instant end) {

    /// The members of `window`.
    public static TimeRange of(TimeWindow window) {
        return new TimeRange(window.start(), window.end());
    }
}

package io.wattline.query.http;

import io.wattline.query.performance.MeterSegment;
import java.time.Instant;

/// A meter and the part of the window in which it fed the vehicle: [from, to).
public record MeterPeriod(String meterId, Instant from, Instant to) {

    /// The members of `segment`.
    public static MeterPeriod of(MeterSegment segment) {
        return new MeterPeriod(
                segment.meterId(), segment.window().start(), segment.window().end());
    }
}

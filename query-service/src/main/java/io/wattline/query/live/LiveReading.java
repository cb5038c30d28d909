package io.wattline.query.live;

import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;

/// The newest reading of a device.
///
/// @param reading the reading
/// @param receivedAt when it was stored
/// @param <R> meter or vehicle reading
public record LiveReading<R extends Reading>(R reading, Instant receivedAt) {

    /// How long ago the device measured; zero for a device whose clock is ahead of ours.
    public Duration age(Instant now) {
        Duration age = Duration.between(reading.measuredAt(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}

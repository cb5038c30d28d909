package io.wattline.ingestor.charging;

import java.time.Duration;
import java.time.Instant;

/// Some of the time of a period.
///
/// @param from inclusive
/// @param to exclusive, not before `from`
public record Stretch(Period period, Instant from, Instant to) {

    long hours() {
        return Duration.between(from, to).toHours() + 1;
    }
}

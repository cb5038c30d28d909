package io.wattline.ingestor.charging;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants compared and rounded.
final class Times {

    private Times() {}

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant floor(Instant instant, ChronoUnit unit) {
        return instant.truncatedTo(unit);
    }

    static Instant ceiling(Instant instant, ChronoUnit unit) {
        if (instant.equals(Instant.MIN)) {
            return instant;
        }
        Instant floor = instant.truncatedTo(unit);
        return floor.equals(instant) ? floor : floor.plus(Duration.of(1, unit));
    }
}

package io.wattline.energy.charge;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where a charge lies.
///
/// @param startsAt start of its first quarter hour, inclusive
/// @param endsAt end of its last quarter hour, exclusive
public record ChargeWindow(Instant startsAt, Instant endsAt) {

    /// A rest of this length ends a charge.
    public static final Duration REST = QuarterHour.LENGTH.multipliedBy(2);

    /// No charge is longer.
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration AFTER_THE_HOUR = Duration.ofMinutes(10);

    /// @throws IllegalArgumentException if it is empty or longer than a day
    public ChargeWindow {
        if (!startsAt.isBefore(endsAt) || Duration.between(startsAt, endsAt).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a charge takes up to 24 hours, not " + startsAt + " to " + endsAt);
        }
    }

    /// The first instant whose readings are needed, inclusive.
    public Instant readFrom() {
        return startsAt.minus(REST);
    }

    /// The end of the readings that are needed, exclusive.
    public Instant readTo() {
        return endsAt.plus(REST);
    }

    /// When the charge is complete: ten minutes after the hour that holds the rest.
    public Instant knownAt() {
        Instant hour = readTo().truncatedTo(ChronoUnit.HOURS);
        Instant closed = hour.equals(readTo()) ? hour : hour.plus(Duration.ofHours(1));
        return closed.plus(AFTER_THE_HOUR);
    }
}

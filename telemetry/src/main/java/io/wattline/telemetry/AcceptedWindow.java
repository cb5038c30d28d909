package io.wattline.telemetry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far from our clock a reading's own timestamp may lie; both ends are inclusive.
///
/// @param maxClockSkew how far ahead
/// @param maxAge how far behind
public record AcceptedWindow(Duration maxClockSkew, Duration maxAge) {

    /// Five minutes ahead, thirty days behind.
    public static final AcceptedWindow DEFAULT = new AcceptedWindow(Duration.ofMinutes(5), Duration.ofDays(30));

    public AcceptedWindow {
        if (maxClockSkew.isNegative() || maxAge.isNegative()) {
            throw new IllegalArgumentException("the accepted window needs durations of at least zero");
        }
    }

    /// The reason to reject a reading measured then and received at `receivedAt`; null if it is accepted.
    @Nullable
    RejectReason check(Instant measuredAt, Instant receivedAt) {
        if (measuredAt.isAfter(receivedAt.plus(maxClockSkew))) {
            return RejectReason.TS_FUTURE;
        }
        return measuredAt.isBefore(receivedAt.minus(maxAge)) ? RejectReason.TS_PAST : null;
    }
}

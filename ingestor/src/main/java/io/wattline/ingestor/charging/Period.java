package io.wattline.ingestor.charging;

import java.time.Instant;

/// A vehicle mapped to a meter over `[from, to)`.
///
/// @param from [Instant#MIN] if unbounded
/// @param to [Instant#MAX] if unbounded
public record Period(String vehicleId, String meterId, Instant from, Instant to) {

    boolean overlaps(Instant start, Instant end) {
        return from.isBefore(end) && to.isAfter(start);
    }

    boolean holds(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /// Whether the mapping has ended at `now`.
    boolean isOver(Instant now) {
        return !to.isAfter(now);
    }

    /// The part of it in `[start, end)`, which must overlap it.
    Stretch within(Instant start, Instant end) {
        return new Stretch(this, Times.later(start, from), Times.earlier(end, to));
    }
}

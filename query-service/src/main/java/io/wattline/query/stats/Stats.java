package io.wattline.query.stats;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The whole fleet in figures, all of one state of the database.
///
/// @param at when they were taken
/// @param devices who ever sent a reading
/// @param today what was measured since midnight UTC and until `at`
/// @param last24Hours what was measured in the 24 hours before `at`
/// @param recent what was measured in the last minutes before `at`
/// @param history which time readings cover
public record Stats(Instant at, Devices devices, Energy today, Energy last24Hours, Recent recent, Span history) {

    /// Counts of devices.
    public record Devices(long meters, long vehicles) {}

    /// What was measured since an instant, exact.
    ///
    /// @param since inclusive
    public record Energy(Instant since, Side ac, Side dc) {}

    /// One of the two streams.
    ///
    /// @param readings how many
    /// @param kwh their energy
    public record Side(long readings, BigDecimal kwh) {}

    /// The rate of ingest: readings that were measured in the last so many seconds and are stored. Readings that come
    /// later than that, from a backfill or after an outage, do not count, for history has no order of arrival.
    ///
    /// @param windowSeconds how many seconds
    /// @param readings of both kinds
    public record Recent(long windowSeconds, long readings) {}

    /// From the hour of the oldest reading to the newest reading; both null without readings.
    public record Span(@Nullable Instant from, @Nullable Instant to) {}
}

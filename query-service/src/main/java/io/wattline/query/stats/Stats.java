package io.wattline.query.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The whole fleet in figures, all of one state of the database.
///
/// @param at when they were taken
/// @param devices who ever sent a reading
/// @param today what was measured since midnight UTC and until `at`
/// @param last24Hours what was measured in the 24 hours before `at`
/// @param ingest how fast readings are stored
/// @param history which time readings cover
public record Stats(Instant at, Devices devices, Energy today, Energy last24Hours, Ingest ingest, Span history) {

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

    /// The rate of ingest, whenever the readings were measured.
    ///
    /// @param readings of both kinds that the ingestors stored in the last minute, to ten seconds
    public record Ingest(long readings) {

        /// The time the readings are counted over.
        public static final int WINDOW_SECONDS = 60;

        /// Readings a second, to two decimals.
        public BigDecimal perSecond() {
            return BigDecimal.valueOf(readings).divide(BigDecimal.valueOf(WINDOW_SECONDS), 2, RoundingMode.HALF_EVEN);
        }
    }

    /// From the hour of the oldest reading to the newest reading; both null without readings.
    public record Span(@Nullable Instant from, @Nullable Instant to) {}
}

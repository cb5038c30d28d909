package io.wattline.ingestor.postgres;

import java.time.Instant;

/// Instants as PostgreSQL's `to_timestamp` reads them: seconds since 1970, in double precision.
final class EpochSeconds {

    private static final double MICROS = 1e6;

    private EpochSeconds() {}

    /// The seconds to an instant of whole microseconds. Until the year 2242 a double tells those apart.
    static double of(Instant instant) {
        long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        return micros / MICROS;
    }
}

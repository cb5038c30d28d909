package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/// A reading that is to become a row of history.
///
/// @param reading the reading
/// @param receivedAt when its message arrived
/// @param delivery the position of its delivery in the batch
/// @param ordinal which of the good readings of its delivery it is, from 0
public record Row<R extends Reading>(R reading, Instant receivedAt, int delivery, int ordinal) {

    /// The order of every multi-row write, so that two writers never deadlock.
    static final Comparator<Row<?>> BY_KEY = Comparator.<Row<?>, String>comparing(
                    row -> row.reading().deviceId())
            .thenComparing(row -> row.reading().measuredAt());

    /// From the measurement until the message was received.
    Duration age() {
        return Duration.between(reading.measuredAt(), receivedAt);
    }

    /// Whether its day was over when it came.
    boolean isLate() {
        return day(reading.measuredAt()).isBefore(day(receivedAt));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    boolean sameKeyAs(Row<?> other) {
        return reading.deviceId().equals(other.reading.deviceId())
                && reading.measuredAt().equals(other.reading.measuredAt());
    }
}

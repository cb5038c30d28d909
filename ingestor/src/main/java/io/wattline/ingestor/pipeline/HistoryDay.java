package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Reading;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A UTC day of one history table: what can be locked, detached or missing on its own.
///
/// @param kind whose history
/// @param day by the devices' timestamps
public record HistoryDay(DeviceKind kind, LocalDate day) {

    /// The day that a reading belongs to.
    public static HistoryDay of(Reading reading) {
        return new HistoryDay(reading.kind(), LocalDate.ofInstant(reading.measuredAt(), ZoneOffset.UTC));
    }

    @Override
    public String toString() {
        return kind.topicLevel() + " " + day;
    }
}

package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;

/// A heartbeat of a meter, on the AC side.
///
/// @param meterId the id of the meter
/// @param measuredAt see [Reading#measuredAt]
/// @param kwh energy drawn from the grid since the previous heartbeat, see [Reading#kwh]
/// @param voltage grid voltage in V, 0 to 1000
public record MeterReading(String meterId, Instant measuredAt, BigDecimal kwh, float voltage) implements Reading {

    public MeterReading {
        Reading.requireValid(meterId, measuredAt, kwh);
        if (!(voltage >= 0 && voltage <= 1000)) {
            throw new IllegalArgumentException("voltage must be 0 to 1000");
        }
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.METER;
    }

    @Override
    public String deviceId() {
        return meterId;
    }
}

package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A heartbeat of a vehicle, on the DC side.
///
/// @param vehicleId the id of the vehicle
/// @param measuredAt see [Reading#measuredAt]
/// @param kwh energy delivered to the battery since the previous heartbeat, see [Reading#kwh]
/// @param soc state of charge in %, 0 to 100; null where the device sent none
/// @param batteryTemp battery temperature in °C, −60 to 150; null where the device sent none
public record VehicleReading(
        String vehicleId,
        Instant measuredAt,
        BigDecimal kwh,
        @Nullable Float soc,
        @Nullable Float batteryTemp) implements Reading {

    public VehicleReading {
        Reading.requireValid(vehicleId, measuredAt, kwh);
        if (soc != null && !(soc >= 0 && soc <= 100)) {
            throw new IllegalArgumentException("soc must be 0 to 100");
        }
        if (batteryTemp != null && !(batteryTemp >= -60 && batteryTemp <= 150)) {
            throw new IllegalArgumentException("batteryTemp must be -60 to 150");
        }
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.VEHICLE;
    }

    @Override
    public String deviceId() {
        return vehicleId;
    }
}

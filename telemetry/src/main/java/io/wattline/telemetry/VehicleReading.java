package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A heartbeat of a vehicle, on the DC side.
///
/// @param vehicleId the id of the vehicle
/// @param measuredAt see [Reading#measuredAt]
/// @param kwh energy delivered to the battery since the previous heartbeat, see [Reading#kwh]
/// @param soc state of charge in %, within the bounds of [Field#SOC]; null where the device sent none
/// @param batteryTemp battery temperature in °C, within the bounds of [Field#BATTERY_TEMP]; null where the device sent
///     none
public record VehicleReading(
        String vehicleId,
        Instant measuredAt,
        BigDecimal kwh,
        @Nullable Float soc,
        @Nullable Float batteryTemp) implements Reading {

    public VehicleReading {
        Reading.requireValid(vehicleId, measuredAt, kwh);
        if (soc != null) {
            Field.SOC.require(soc);
        }
        if (batteryTemp != null) {
            Field.BATTERY_TEMP.require(batteryTemp);
        }
    }

    /// A reading with the measurements that `values` has, null where one is missing.
    ///
    /// @throws IllegalArgumentException if anything is out of bounds
    public static VehicleReading of(
            String vehicleId, Instant measuredAt, BigDecimal kwh, Function<Field, @Nullable Float> values) {
        return new VehicleReading(
                vehicleId, measuredAt, kwh, values.apply(Field.SOC), values.apply(Field.BATTERY_TEMP));
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.VEHICLE;
    }

    @Override
    public String deviceId() {
        return vehicleId;
    }

    @Override
    public @Nullable Float value(Field measurement) {
        return switch (measurement) {
            case SOC -> soc;
            case BATTERY_TEMP -> batteryTemp;
            default -> null;
        };
    }
}

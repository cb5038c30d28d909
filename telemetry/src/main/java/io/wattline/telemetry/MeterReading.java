package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A heartbeat of a meter, on the AC side.
///
/// @param meterId the id of the meter
/// @param measuredAt see [Reading#measuredAt]
/// @param kwh energy drawn from the grid since the previous heartbeat, see [Reading#kwh]
/// @param voltage grid voltage in V, within the bounds of [Field#VOLTAGE]
public record MeterReading(String meterId, Instant measuredAt, BigDecimal kwh, float voltage) implements Reading {

    public MeterReading {
        Reading.requireValid(meterId, measuredAt, kwh);
        Field.VOLTAGE.require(voltage);
    }

    /// A reading with the measurements that `values` has, null where one is missing.
    ///
    /// @throws IllegalArgumentException if the voltage is missing, or anything is out of bounds
    public static MeterReading of(
            String meterId, Instant measuredAt, BigDecimal kwh, Function<Field, @Nullable Float> values) {
        @Nullable Float voltage = values.apply(Field.VOLTAGE);
        if (voltage == null) {
            throw new IllegalArgumentException("voltage is required");
        }
        return new MeterReading(meterId, measuredAt, kwh, voltage);
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.METER;
    }

    @Override
    public String deviceId() {
        return meterId;
    }

    @Override
    public @Nullable Float value(Field measurement) {
        return measurement == Field.VOLTAGE ? voltage : null;
    }
}

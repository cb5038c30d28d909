package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One heartbeat of one device, valid by construction. The key of a reading is (device id, measured at).
public sealed interface Reading permits MeterReading, VehicleReading {

    /// Decimal places of every energy, here and in the tables: 0.000001 kWh is one milliwatt hour.
    int KWH_SCALE = 6;

    /// Which table the reading belongs to.
    DeviceKind kind();

    /// The id of the device, within the grammar of [DeviceId].
    String deviceId();

    /// When the device measured, in UTC, in whole microseconds.
    Instant measuredAt();

    /// Energy since the device's previous heartbeat in kWh, within the bounds of [Field#KWH_CONSUMED_AC], of scale
    /// [#KWH_SCALE].
    BigDecimal kwh();

    /// The value of a measurement; null where the device sent none, or where its kind has no such measurement.
    @Nullable
    Float value(Field measurement);

    /// The reading of a device of that kind with the measurements that `values` has, null where one is missing.
    ///
    /// @throws IllegalArgumentException if a required one is missing, or anything is out of bounds
    static Reading of(
            DeviceKind kind,
            String deviceId,
            Instant measuredAt,
            BigDecimal kwh,
            Function<Field, @Nullable Float> values) {
        return switch (kind) {
            case METER -> MeterReading.of(deviceId, measuredAt, kwh, values);
            case VEHICLE -> VehicleReading.of(deviceId, measuredAt, kwh, values);
        };
    }

    /// The same reading, measured at another time.
    default Reading at(Instant otherTime) {
        return of(kind(), deviceId(), otherTime, kwh(), this::value);
    }

    /// Cuts an instant to what the tables keep. PostgreSQL would round: 23:59:59.9999999 into the next day.
    static Instant truncateToMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /// Checks what both kinds of reading share.
    ///
    /// @throws IllegalArgumentException naming the part that is not
    static void requireValid(String deviceId, Instant measuredAt, BigDecimal kwh) {
        DeviceId.require(deviceId);
        if (!truncateToMicros(measuredAt).equals(measuredAt)) {
            throw new IllegalArgumentException("measuredAt must be whole microseconds");
        }
        // Both energies have the same bounds.
        if (kwh.scale() != KWH_SCALE || !Field.KWH_CONSUMED_AC.admits(kwh)) {
            throw new IllegalArgumentException("kwh must be " + Field.KWH_CONSUMED_AC.min() + " to "
                    + Field.KWH_CONSUMED_AC.max() + " with scale " + KWH_SCALE);
        }
    }
}

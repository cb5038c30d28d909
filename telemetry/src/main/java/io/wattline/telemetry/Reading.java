package io.wattline.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One heartbeat of one device, valid by construction. The key of a reading is (device id, measured at).
public sealed interface Reading permits MeterReading, VehicleReading {

    /// Decimal places of every energy, here and in the tables: 0.000001 kWh is one milliwatt hour.
    int KWH_SCALE = 6;

    /// The most energy one reading can carry.
    BigDecimal MAX_KWH = new BigDecimal("1000");

    /// Which table the reading belongs to.
    DeviceKind kind();

    /// The id of the device, within the grammar of [DeviceId].
    String deviceId();

    /// When the device measured, in UTC, in whole microseconds.
    Instant measuredAt();

    /// Energy since the device's previous heartbeat, 0 to 1000 kWh, of scale [#KWH_SCALE].
    BigDecimal kwh();

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
        if (kwh.scale() != KWH_SCALE || kwh.signum() < 0 || kwh.compareTo(MAX_KWH) > 0) {
            throw new IllegalArgumentException("kwh must be 0 to 1000 with scale " + KWH_SCALE);
        }
    }
}

package io.wattline.query.charges;

import io.wattline.telemetry.DeviceKind;
import java.time.Instant;
import java.util.List;

/// Where charges are found.
public interface Charges {

    /// Whose charges, and when they started.
    ///
    /// @param kind a vehicle's charges, or those at a meter
    /// @param since inclusive
    /// @param before exclusive
    record Asked(DeviceKind kind, String deviceId, Instant since, Instant before) {}

    /// The charges, the newest first, at most `limit`.
    List<VehicleCharge> page(Asked asked, int limit);

    /// Whether a mapping or a reading knows the device.
    boolean knows(DeviceKind kind, String deviceId);
}

package io.wattline.query.mapping;

import io.wattline.telemetry.DeviceId;

/// A mapping and the vehicle it is about.
///
/// @param vehicleId the vehicle
/// @param mapping which meter feeds it, and when
public record VehicleMapping(String vehicleId, Mapping mapping) {

    public VehicleMapping {
        DeviceId.require(vehicleId);
    }
}

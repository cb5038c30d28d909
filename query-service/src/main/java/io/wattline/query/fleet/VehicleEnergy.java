package io.wattline.query.fleet;

import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import org.jspecify.annotations.Nullable;

/// What one vehicle drew and got in the mapped parts of a window.
///
/// @param vehicleId the vehicle
/// @param meterId the last meter that fed it in the window; null for an unmapped vehicle
/// @param ac drawn; null for an unmapped vehicle
/// @param dc delivered; for an unmapped vehicle in the whole window
public record VehicleEnergy(
        String vehicleId,
        @Nullable String meterId,
        @Nullable AcTotals ac,
        DcTotals dc) {

    public VehicleEnergy {
        if ((meterId == null) != (ac == null)) {
            throw new IllegalArgumentException("a vehicle has a meter and AC energy, or neither");
        }
    }
}

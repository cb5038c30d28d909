package io.wattline.query.mapping;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A place in the list of all mappings, which is ordered by vehicle and then by time.
///
/// @param vehicleId the vehicle
/// @param validFrom as in [Mapping]; null comes before every instant
public record MappingKey(String vehicleId, @Nullable Instant validFrom) {

    /// Where a mapping stands.
    public static MappingKey of(VehicleMapping row) {
        return new MappingKey(row.vehicleId(), row.mapping().validFrom());
    }
}

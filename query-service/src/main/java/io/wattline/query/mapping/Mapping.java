package io.wattline.query.mapping;

import io.wattline.telemetry.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A meter that feeds a vehicle for some time.
///
/// @param meterId the meter
/// @param validFrom inclusive; null is since ever
/// @param validTo exclusive; null is until further notice
public record Mapping(
        String meterId,
        @Nullable Instant validFrom,
        @Nullable Instant validTo) {

    public Mapping {
        DeviceId.require(meterId);
        if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("validFrom must be before validTo");
        }
    }
}

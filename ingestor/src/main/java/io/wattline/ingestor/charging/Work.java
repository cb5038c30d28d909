package io.wattline.ingestor.charging;

import java.time.Instant;

/// What has to be looked at of a vehicle: everything of `[since, until)`.
///
/// @param hours whether the rules over hours may have something to say
/// @param again whether it has been looked at before, so that charges and alerts may have changed
public record Work(String vehicleId, Instant since, Instant until, boolean hours, boolean again) {}

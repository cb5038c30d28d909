package io.wattline.ingestor.charging;

import io.wattline.energy.loss.LossState;
import java.time.Instant;

/// What the loss rule remembers of a vehicle at a meter.
///
/// @param lastChargeAt the start of the last charge that it looked at
public record PairState(String vehicleId, String meterId, LossState state, Instant lastChargeAt) {}

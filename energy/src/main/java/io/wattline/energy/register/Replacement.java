package io.wattline.energy.register;

import java.math.BigDecimal;
import java.time.Instant;

/// A meter that was replaced by another under the same id.
///
/// @param at when
/// @param lastKwh what the old register showed last
/// @param firstKwh what the new one showed first
public record Replacement(Instant at, BigDecimal lastKwh, BigDecimal firstKwh) {}

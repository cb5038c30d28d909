package io.wattline.energy.charge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A vehicle's report on its battery.
///
/// @param measuredAt when
/// @param temperature in °C; null if not told
/// @param soc state of charge in percent; null if not told
public record BatteryReading(
        Instant measuredAt,
        @Nullable Double temperature,
        @Nullable Double soc) {}

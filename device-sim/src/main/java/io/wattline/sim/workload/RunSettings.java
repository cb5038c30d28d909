package io.wattline.sim.workload;

import io.wattline.sim.fleet.FleetSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A live fleet.
///
/// @param fleet which
/// @param pace how often it speaks
/// @param duration for how long; zero for no end
/// @param count the most messages; zero for no such limit
/// @param start the timestamp that the run begins at; null for the instant at which it does. It moves the
///         timestamps only, never the sending
public record RunSettings(
        FleetSettings fleet,
        Pace pace,
        Duration duration,
        long count,
        @Nullable Instant start) {

    public RunSettings {
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("a duration is PT0S (no end) to 365 days, not " + duration);
        }
        if (count < 0) {
            throw new IllegalArgumentException("a count is 0 (no limit) or more, not " + count);
        }
    }
}

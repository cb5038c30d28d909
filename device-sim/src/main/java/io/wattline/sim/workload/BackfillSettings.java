package io.wattline.sim.workload;

import io.wattline.sim.fleet.FleetSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A fleet's past.
///
/// @param fleet which
/// @param span how far back, up to 400 days; the ingestor takes 30 unless it is told otherwise
/// @param heartbeat spacing of the readings
/// @param end the past ends here, inclusive; null for the instant at which the run begins
public record BackfillSettings(
        FleetSettings fleet,
        Duration span,
        Pace.Heartbeat heartbeat,
        @Nullable Instant end) {

    public BackfillSettings {
        if (!span.isPositive() || span.compareTo(Duration.ofDays(400)) > 0) {
            throw new IllegalArgumentException("history reaches back more than 0 and at most 9600 hours, not " + span);
        }
    }
}

package io.wattline.query.fleet;

import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.performance.TimeWindow;
import java.util.Optional;

/// A request for the ranking.
///
/// @param window the vehicles' energies in its whole hours
/// @param status only vehicles with this verdict
/// @param after only vehicles behind this place
/// @param limit how many at most
public record FleetRequest(
        TimeWindow window, Optional<WindowStatus> status, Optional<RankedVehicle.Rank> after, int limit) {

    /// The most vehicles in a page.
    public static final int MAX_LIMIT = 1_000;

    public FleetRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
        }
    }
}

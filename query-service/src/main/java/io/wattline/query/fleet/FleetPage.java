package io.wattline.query.fleet;

import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the ranking.
///
/// @param hours the whole hours it is over; null if there is no summed hour in the window asked for
/// @param pairingWindow how far apart the readings of both sides may be for both to be known
/// @param vehicles worst first
/// @param more whether there are vehicles behind them
public record FleetPage(
        @Nullable TimeWindow hours, Duration pairingWindow, List<RankedVehicle> vehicles, boolean more) {

    static final FleetPage EMPTY = new FleetPage(null, Duration.ZERO, List.of(), false);

    public FleetPage {
        vehicles = List.copyOf(vehicles);
    }
}

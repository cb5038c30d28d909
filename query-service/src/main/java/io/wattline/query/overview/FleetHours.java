package io.wattline.query.overview;

import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// The port to the energy of all devices together, by hour.
@FunctionalInterface
public interface FleetHours {

    /// What all meters drew and all vehicles got in one hour, mapped or not.
    ///
    /// @param hour its start, in whole UTC hours
    record HourOfFleet(Instant hour, BigDecimal kwhAc, BigDecimal kwhDc) {}

    /// The summed hours in `window` that have a reading, in order. Readings that came late are in them as soon as their
    /// hour has been summed again.
    List<HourOfFleet> within(TimeWindow window);
}

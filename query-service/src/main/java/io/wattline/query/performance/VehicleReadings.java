package io.wattline.query.performance;

import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A vehicle's readings in the order of their times, and what they add up to. Filled by one thread, then read.
public final class VehicleReadings {

    // As fine as a float is sure of up to 150 °C: what a device sent as 35.1 adds up as 35.1.
    private static final int TEMPERATURE_SCALE = 4;
    private static final double TEMPERATURE_UNITS = 1e4;

    private final Heartbeats heartbeats = new Heartbeats();
    private long temperatures;
    private long temperatureSum;

    /// Appends a reading.
    ///
    /// @param measuredAt later than that of the one before, in whole microseconds
    /// @param kwh with at most six decimal places
    /// @param batteryTemp in °C, taken to four decimal places; null if the reading carries none
    /// @throws IllegalArgumentException if it is not later
    public void add(Instant measuredAt, BigDecimal kwh, @Nullable Float batteryTemp) {
        heartbeats.add(measuredAt, kwh);
        if (batteryTemp != null) {
            temperatures++;
            temperatureSum += Math.round(batteryTemp * TEMPERATURE_UNITS);
        }
    }

    /// Their times and energies.
    public Heartbeats heartbeats() {
        return heartbeats;
    }

    DcTotals totals() {
        return new DcTotals(
                heartbeats.size(),
                heartbeats.kwh(),
                temperatures,
                BigDecimal.valueOf(temperatureSum, TEMPERATURE_SCALE));
    }
}

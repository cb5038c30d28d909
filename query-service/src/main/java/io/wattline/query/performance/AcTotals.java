package io.wattline.query.performance;

import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// The sums of a meter's readings in a window.
///
/// @param readings how many there are
/// @param kwh their energy, exact
/// @param powered those of them that tell a power
public record AcTotals(long readings, BigDecimal kwh, Powered powered) {

    /// No readings.
    public static final AcTotals NONE = new AcTotals(0, BigDecimal.ZERO, new Powered(BigDecimal.ZERO, Duration.ZERO));

    /// The readings with energy that have a predecessor in the window: their energy over the time since that
    /// predecessor is a power.
    ///
    /// @param kwh their energy
    /// @param time their times since their predecessors, added up
    public record Powered(BigDecimal kwh, Duration time) {}

    private static final double WATT_SECONDS_A_KWH = 3_600_000;

    /// What these readings add up to.
    static AcTotals of(Heartbeats readings) {
        long poweredKwh = 0;
        long poweredMicros = 0;
        for (int i = 1; i < readings.size(); i++) {
            if (readings.microKwh(i) > 0) {
                poweredKwh += readings.microKwh(i);
                poweredMicros += readings.micros(i) - readings.micros(i - 1);
            }
        }
        return new AcTotals(
                readings.size(),
                readings.kwh(),
                new Powered(
                        BigDecimal.valueOf(poweredKwh, Heartbeats.KWH_SCALE),
                        Duration.of(poweredMicros, ChronoUnit.MICROS)));
    }

    /// Both together.
    public AcTotals plus(AcTotals other) {
        return new AcTotals(
                readings + other.readings,
                kwh.add(other.kwh),
                new Powered(powered.kwh.add(other.powered.kwh), powered.time.plus(other.powered.time)));
    }

    /// Whether any reading has a power.
    public boolean hasPower() {
        return powered.time.isPositive();
    }

    /// The mean power of the readings that have one, in W.
    ///
    /// @throws IllegalStateException if there is none
    public double meanWatts() {
        if (!hasPower()) {
            throw new IllegalStateException("no reading tells a power");
        }
        double seconds = powered.time.toNanos() / 1e9;
        return powered.kwh.doubleValue() * WATT_SECONDS_A_KWH / seconds;
    }
}

package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Vehicles whose charger loses efficiency, by 12 to 25 % of the DC energy: half of them at once, half slowly
/// over 30 days.
///
/// A charge keeps the health it began with, so a fall at once shows from one charge to the next.
///
/// @param share of the vehicles, 0 to 1
/// @param since when it begins, spread over a day; null for long ago, so that the fall is complete
public record Degradation(double share, @Nullable Instant since) {

    /// Everything stays well.
    public static final Degradation NONE = new Degradation(0, null);

    private static final double MILDEST = 0.12;
    private static final double WORST = 0.25;
    private static final double SLOW_MICROS = 30.0 * Vehicle.DAY_MICROS;

    public Degradation {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of degraded vehicles is 0 % to 100 %");
        }
    }

    boolean concerns(Dice dice, int vehicle) {
        return dice.uniform(Stream.DEGRADED, vehicle, 0) < share;
    }

    /// What is left of the DC power at an instant: 1 for a healthy vehicle.
    double health(Dice dice, int vehicle, long atMicros) {
        if (!concerns(dice, vehicle)) {
            return 1;
        }
        double loss = MILDEST + (WORST - MILDEST) * dice.uniform(Stream.DEGRADED, vehicle, 1);
        Instant begin = since;
        if (begin == null) {
            return 1 - loss;
        }
        double sinceMicros =
                begin.toEpochMilli() * 1000.0 + Vehicle.DAY_MICROS * dice.uniform(Stream.DEGRADED, vehicle, 2);
        boolean slowly = dice.uniform(Stream.DEGRADED, vehicle, 3) < 0.5;
        double fallen = (atMicros - sinceMicros) / (slowly ? SLOW_MICROS : 1);
        return 1 - loss * Math.clamp(fallen, 0, 1);
    }
}

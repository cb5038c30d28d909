package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;

/// Battery temperature as one thermal mass: heated by the square of the charging current, cooled to the ambient
/// air.
///
/// `dT/dt = (ambient − T) / τ + heating × (power / capacity)²`, which is linear, so charges and air superpose
/// in closed form. τ and the heating were fitted to `samples/vehicle_real.csv` (7.6 kW into 47.6 kWh: 32 to 37
/// °C in 3.5 h; 0.4 K r.m.s. at a resolution of 1 K); the tests compare them again.
///
/// @param meanCelsius yearly mean of the air where the vehicle stands
record BatteryHeat(double meanCelsius) {

    static final double TAU_SECONDS = 2.5 * 3600;
    /// What a power of one capacity an hour (1 C) would come to if it could be held for ever.
    static final double CELSIUS_AT_1C = 280;

    private static final double DAY_SECONDS = 86_400;
    private static final double YEAR_SECONDS = 365.25 * DAY_SECONDS;
    private static final double DAY_SWING = 5;
    private static final double YEAR_SWING = 8;
    private static final double WARMEST_SECOND_OF_DAY = 15 * 3600;
    private static final double WARMEST_DAY_OF_YEAR = 200;

    private static final double OMEGA_TAU = 2 * Math.PI / DAY_SECONDS * TAU_SECONDS;
    // A first-order mass follows a wave smaller by 1/sqrt(1 + (ωτ)²) and later by atan(ωτ).
    private static final double DAY_GAIN = 1 / Math.sqrt(1 + OMEGA_TAU * OMEGA_TAU);
    private static final double DAY_LAG = StrictMath.atan(OMEGA_TAU);

    static BatteryHeat draw(Dice dice, int vehicle) {
        return new BatteryHeat(dice.between(Stream.AMBIENT, vehicle, 12, 18));
    }

    /// Where a battery at rest stands, in °C.
    double ambient(long atMicros) {
        double seconds = atMicros / 1e6;
        double year = 2 * Math.PI * (seconds / YEAR_SECONDS - WARMEST_DAY_OF_YEAR / 365.25);
        double day = 2 * Math.PI * (seconds - WARMEST_SECOND_OF_DAY) / DAY_SECONDS - DAY_LAG;
        return meanCelsius + YEAR_SWING * StrictMath.cos(year) + DAY_SWING * DAY_GAIN * StrictMath.cos(day);
    }

    /// What charging at an even rate adds, in K.
    ///
    /// @param cRate power over capacity
    static double warming(double cRate, double seconds) {
        return CELSIUS_AT_1C * cRate * cRate * -StrictMath.expm1(-seconds / TAU_SECONDS);
    }

    /// What a charge has added at an instant, in K; 0 before it.
    double rise(ChargingSession charge, long atMicros) {
        PowerCurve curve = charge.curve();
        double seconds = charge.seconds(atMicros);
        if (seconds <= 0) {
            return 0;
        }
        double cRate = charge.dcKw(charge.startMicros()) / charge.vehicle().batteryKwh();
        double constant = Math.min(seconds, curve.constantSeconds());
        double taper = Math.clamp(seconds - curve.constantSeconds(), 0, curve.taperSeconds());
        double rest = Math.max(0, seconds - curve.durationSeconds());
        double shape = -StrictMath.expm1(-constant / TAU_SECONDS);
        shape = shape * StrictMath.exp(-taper / TAU_SECONDS) + taperShape(curve.tauSeconds() / 2, taper);
        return CELSIUS_AT_1C * cRate * cRate * shape * StrictMath.exp(-rest / TAU_SECONDS);
    }

    /// The answer of the mass to a heat that decays with `decaySeconds`, the heat being 1 at the beginning.
    private static double taperShape(double decaySeconds, double seconds) {
        if (seconds == 0) {
            return 0;
        }
        if (Math.abs(decaySeconds - TAU_SECONDS) < 1) {
            return seconds / TAU_SECONDS * StrictMath.exp(-seconds / TAU_SECONDS);
        }
        return (StrictMath.exp(-seconds / decaySeconds) - StrictMath.exp(-seconds / TAU_SECONDS))
                / (1 - TAU_SECONDS / decaySeconds);
    }
}

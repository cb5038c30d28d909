package io.wattline.energy.loss;

import org.jspecify.annotations.Nullable;

/// What the loss of a healthy charge depends on: `loss = b + a x + κ cold + q y`.
///
/// The factors of `(b, a, κ, q)` are 1; `x`, hours on for each kWh drawn, since electronics draw while they run;
/// `cold`, how far the battery is below 15 °C in tens of kelvin; and `y`, how far it is below 5 °C for each kWh drawn,
/// since it is heated once a charge.
final class LossFeatures {

    /// How many there are.
    static final int COUNT = 4;

    private static final double COLD_BELOW = 15;
    private static final double HEATED_BELOW = 5;
    // The loss of an unknown temperature is uncertain by so much more.
    private static final double UNKNOWN_TEMPERATURE_VARIANCE = 0.008 * 0.008;

    private LossFeatures() {}

    static Numbers of(JudgedCharge charge) {
        double hoursPerKwh = charge.hoursOn() / charge.kwhAc();
        @Nullable Double temperature = charge.conditions().temperature();
        if (temperature == null) {
            return Numbers.of(1, hoursPerKwh, 0, 0);
        }
        double cold = Math.max(0, COLD_BELOW - temperature) / 10;
        double heated = Math.max(0, HEATED_BELOW - temperature) / charge.kwhAc();
        return Numbers.of(1, hoursPerKwh, cold, heated);
    }

    static double unknownVariance(JudgedCharge charge) {
        return charge.conditions().temperature() == null ? UNKNOWN_TEMPERATURE_VARIANCE : 0;
    }
}

package io.wattline.energy.loss;

import java.time.Instant;

/// The charges since the evidence of a loss was last 0, added up.
///
/// @param onsetAt the start of the first
/// @param charges how many
/// @param weight Σ 1/w, w being the variance of a charge's noise
/// @param weightedExcess Σ e/w, e being the loss above the predicted
/// @param lostKwh Σ e · kWh
public record Run(Instant onsetAt, int charges, double weight, double weightedExcess, double lostKwh) {

    static Run startingAt(Instant onsetAt) {
        return new Run(onsetAt, 0, 0, 0, 0);
    }

    Run plus(double excess, double noise, double kwhAc) {
        return new Run(
                onsetAt, charges + 1, weight + 1 / noise, weightedExcess + excess / noise, lostKwh + excess * kwhAc);
    }

    /// The weighted mean of the excess: the size of the loss.
    double size() {
        return weightedExcess / weight;
    }

    /// The mean variance of a charge's noise.
    double noise() {
        return charges / weight;
    }
}

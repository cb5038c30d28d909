package io.wattline.energy.loss;

import java.time.Instant;

/// An alarm that a pair loses more than it used to.
///
/// @param raising the charge that raised it
/// @param onsetAt the start of the first charge that was off
/// @param charges how many were, up to the raising one
/// @param estimate how large the loss was when the alarm was raised
/// @param evidence the logarithm of the likelihood ratio that raised it
/// @param progress what changed since then
public record LossAlarm(
        Raising raising, Instant onsetAt, int charges, Estimate estimate, double evidence, Progress progress) {

    /// The charge that raised an alarm.
    ///
    /// @param chargeStartedAt its start: with the pair it identifies the alarm
    /// @param raisedAt when the charge was known
    /// @param predictedLoss what a healthy charge would have lost
    /// @param smallestVisible the smallest loss that the pair could show then
    public record Raising(Instant chargeStartedAt, Instant raisedAt, double predictedLoss, double smallestVisible) {}

    /// The size of a loss.
    ///
    /// @param size the share of the drawn energy that is lost beyond the predicted, 0.05 for 5 points
    /// @param sd its standard deviation
    /// @param noise the mean variance of the charges that it was estimated from
    public record Estimate(double size, double sd, double noise) {

        private static final double NORMAL_95_PERCENT = 1.96;

        /// Half the width of the 95 % interval around the size.
        public double margin() {
            return NORMAL_95_PERCENT * sd;
        }
    }

    /// What the charges since the onset add to an alarm.
    ///
    /// @param lostKwh lost beyond the predicted, since the onset; grows while the alarm is open
    /// @param recentSize the size as the latest charges show it
    /// @param toldSize the size that was last told
    /// @param goneEvidence the logarithm of how much likelier the latest charges are without the loss than with it
    public record Progress(double lostKwh, double recentSize, double toldSize, double goneEvidence) {}

    /// The energy from the grid, in kWh, that a healthy pair would not have drawn for what arrived since the onset.
    public double extraGridKwh() {
        return progress.lostKwh / (1 - raising.predictedLoss);
    }

    LossAlarm with(Progress newProgress) {
        return new LossAlarm(raising, onsetAt, charges, estimate, evidence, newProgress);
    }
}

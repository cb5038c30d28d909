package io.wattline.energy.loss;

import org.jspecify.annotations.Nullable;

/// All that the loss rule remembers of a vehicle at a meter between two charges. It follows from the pair's charges
/// alone.
///
/// @param belief what a healthy charge of the pair loses
/// @param experience what the belief has been learnt from
/// @param threshold the evidence that raises an alarm; grows with every alarm that cleared
/// @param evidence that there is a loss, and since when
/// @param open the alarm that is open; null if there is none
public record LossState(
        Belief belief,
        Experience experience,
        double threshold,
        Evidence evidence,
        @Nullable LossAlarm open) {

    /// A pair that has not charged yet, or that starts anew.
    public static final LossState NEW =
            new LossState(Belief.PRIOR, new Experience(0, 0), LossRule.THRESHOLD, Evidence.NONE, null);

    private static final double FACTOR_OF_SMALL = 5;

    /// The charges of the time in which a pair is only learnt.
    ///
    /// @param charges how many
    /// @param kwh drawn in them
    public record Experience(int charges, double kwh) {}

    /// The logarithms of how much likelier a small or a large loss makes the latest charges than none, never below 0.
    ///
    /// @param small of a small loss
    /// @param large of a large one
    /// @param run the charges since both were 0
    public record Evidence(
            double small, double large, @Nullable Run run) {

        static final Evidence NONE = new Evidence(0, 0, null);

        /// The greater of the two.
        public double greater() {
            return Math.max(small, large);
        }
    }

    /// Whether the pair is still being learnt, so that no alarm can be raised.
    public boolean isLearning() {
        return experience.charges < LossRule.LEARNING_CHARGES || experience.kwh < LossRule.LEARNING_KWH;
    }

    /// The smallest loss that the pair can show, as a share of the drawn energy: a pair that varies more by itself is
    /// blunter.
    public double smallestVisibleLoss() {
        return Math.max(LossRule.SMALL_LOSS, FACTOR_OF_SMALL * Math.sqrt(belief.noiseVariance()));
    }

    /// The largest loss looked for, at least as large as the smallest visible one.
    double largeLoss() {
        return Math.max(LossRule.LARGE_LOSS, smallestVisibleLoss());
    }

    LossState withBelief(Belief newBelief) {
        return new LossState(newBelief, experience, threshold, evidence, open);
    }

    LossState withExperience(Experience newExperience) {
        return new LossState(belief, newExperience, threshold, evidence, open);
    }

    LossState withEvidence(Evidence newEvidence) {
        return new LossState(belief, experience, threshold, newEvidence, open);
    }

    LossState withOpen(LossAlarm alarm) {
        return new LossState(belief, experience, threshold, evidence, alarm);
    }
}

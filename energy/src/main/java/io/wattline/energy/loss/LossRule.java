package io.wattline.energy.loss;

import io.wattline.energy.loss.LossAlarm.Estimate;
import io.wattline.energy.loss.LossAlarm.Progress;
import io.wattline.energy.loss.LossState.Evidence;
import io.wattline.energy.loss.LossState.Experience;
import org.jspecify.annotations.Nullable;

/// The loss rule for one pair of vehicle and meter, one charge after the other.
///
/// A charge's loss is compared with the loss that is predicted from the pair's own earlier charges. The evidence for a
/// loss of δ is the logarithm of the likelihood ratio of "δ more than predicted" to "as predicted", added up over
/// charges and never below 0: Page's cumulative sum (Biometrika 41, 1954) with δ of 4 and 10 points. What is predicted
/// is a Bayesian regression whose prior is the spread of all cars, see [Belief]. The first charges only teach. A loss
/// far beyond what a fault of a charger can be is another alarm's business and is ignored here.
public final class LossRule {

    /// The least energy of a charge that is looked at, in kWh drawn.
    public static final double MIN_KWH = 1;

    static final int LEARNING_CHARGES = 10;
    static final double LEARNING_KWH = 40;
    static final double SMALL_LOSS = 0.04;
    static final double LARGE_LOSS = 0.10;
    static final double THRESHOLD = 7;

    private static final double MIN_LOSS = -0.15;
    private static final double MAX_LOSS = 0.6;
    private static final double MAX_EXCESS = 0.25;
    // Little energy is little evidence, however far off: a charge of so many kWh may raise an alarm alone.
    private static final double KWH_OF_FULL_EVIDENCE = 8;
    // Heartbeats and counters do not end with the charge; this much energy is on one side and not on the other.
    private static final double EDGE_KWH = 0.06;
    private static final double MIN_CLEARING_SIZE = 0.03;
    private static final double MAX_CLEARING_SIZE = 0.15;
    private static final double GROWTH_TOLD = 0.03;
    private static final double SHARE_OF_LATEST = 0.2;

    private LossRule() {}

    /// A charge against what is believed of its pair.
    private record Comparison(JudgedCharge charge, Numbers features, double predicted, double noise, double own) {

        static Comparison of(JudgedCharge charge, Belief belief) {
            Numbers features = LossFeatures.of(charge);
            double edge = EDGE_KWH * EDGE_KWH * (1 + charge.conditions().cuts()) / (charge.kwhAc() * charge.kwhAc());
            double noise = belief.noiseVariance() + edge + LossFeatures.unknownVariance(charge);
            return new Comparison(charge, features, belief.predict(features), noise, belief.uncertainty(features));
        }

        double excess() {
            return charge.loss() - predicted;
        }

        /// The logarithm of the likelihood ratio of a loss of `delta` to none.
        double evidenceFor(double delta) {
            return delta / (noise + own) * (excess() - delta / 2);
        }
    }

    /// What `charge`, the next of its pair in the order of time, does.
    public static LossStep next(LossState state, JudgedCharge charge) {
        if (charge.kwhAc() < MIN_KWH || charge.hoursOn() <= 0) {
            return new LossStep(state, LossStep.IGNORED);
        }
        Comparison compared = Comparison.of(charge, state.belief());
        if (isNonsense(state, compared)) {
            return new LossStep(state, LossStep.IGNORED);
        }
        if (state.isLearning()) {
            return new LossStep(learnFirst(state, compared), LossStep.QUIET);
        }
        @Nullable LossAlarm open = state.open();
        return open == null ? watch(state, compared) : follow(state, open, compared);
    }

    private static boolean isNonsense(LossState state, Comparison compared) {
        double loss = compared.charge.loss();
        boolean isPossible = loss > MIN_LOSS && loss < MAX_LOSS;
        boolean isExpectedRoughly =
                state.experience().charges() < LEARNING_CHARGES || Math.abs(compared.excess()) <= MAX_EXCESS;
        return !isPossible || !isExpectedRoughly;
    }

    private static LossState learnFirst(LossState state, Comparison compared) {
        Experience before = state.experience();
        Experience after = new Experience(before.charges() + 1, before.kwh() + compared.charge.kwhAc());
        return learn(state, compared).withExperience(after);
    }

    private static LossState learn(LossState state, Comparison compared) {
        return state.withBelief(state.belief().learn(compared.features, compared.charge.loss(), compared.noise));
    }

    private static LossStep watch(LossState state, Comparison compared) {
        Evidence evidence = gather(state, compared);
        LossState watched = learn(state, compared).withEvidence(evidence);
        @Nullable Run run = evidence.run();
        if (run == null || evidence.greater() < state.threshold()) {
            return new LossStep(watched, LossStep.QUIET);
        }
        LossAlarm alarm = raise(state, run, evidence.greater(), compared);
        return new LossStep(watched.withOpen(alarm), new LossStep.Raised(alarm));
    }

    private static Evidence gather(LossState state, Comparison compared) {
        double most = state.threshold() * compared.charge.kwhAc() / KWH_OF_FULL_EVIDENCE;
        Evidence before = state.evidence();
        double small = before.small() + Math.min(most, compared.evidenceFor(state.smallestVisibleLoss()));
        double large = before.large() + Math.min(most, compared.evidenceFor(state.largeLoss()));
        if (small <= 0 && large <= 0) {
            return Evidence.NONE;
        }
        @Nullable Run run = before.run();
        Run since = run == null ? Run.startingAt(compared.charge.startedAt()) : run;
        return new Evidence(
                Math.max(0, small),
                Math.max(0, large),
                since.plus(compared.excess(), compared.noise, compared.charge.kwhAc()));
    }

    private static LossAlarm raise(LossState before, Run run, double evidence, Comparison compared) {
        JudgedCharge charge = compared.charge;
        double sd = Math.sqrt(1 / run.weight() + compared.own);
        return new LossAlarm(
                new LossAlarm.Raising(
                        charge.startedAt(), charge.knownAt(), compared.predicted, before.smallestVisibleLoss()),
                run.onsetAt(),
                run.charges(),
                new Estimate(run.size(), sd, run.noise()),
                evidence,
                new Progress(run.lostKwh(), run.size(), run.size(), 0));
    }

    /// Nothing is learnt while an alarm is open.
    private static LossStep follow(LossState state, LossAlarm open, Comparison compared) {
        Progress before = open.progress();
        double size = Math.clamp(open.estimate().size(), MIN_CLEARING_SIZE, MAX_CLEARING_SIZE);
        double gone = Math.max(0, before.goneEvidence() - compared.evidenceFor(size));
        double lost = before.lostKwh() + compared.excess() * compared.charge.kwhAc();
        double recent = before.recentSize() + SHARE_OF_LATEST * (compared.excess() - before.recentSize());
        boolean hasGrown = recent - before.toldSize() >= GROWTH_TOLD;
        LossAlarm now = open.with(new Progress(lost, recent, hasGrown ? recent : before.toldSize(), gone));
        if (gone >= THRESHOLD) {
            return new LossStep(afterClearing(state, now), new LossStep.Cleared(now));
        }
        return new LossStep(state.withOpen(now), hasGrown ? new LossStep.Grown(now) : LossStep.QUIET);
    }

    /// A pair that had a false alarm, or that chatters, must show more the next time.
    private static LossState afterClearing(LossState state, LossAlarm cleared) {
        Estimate estimate = cleared.estimate();
        Belief belief = state.belief().varied(estimate.size() * estimate.size() / estimate.noise());
        return new LossState(belief, state.experience(), state.threshold() + THRESHOLD, Evidence.NONE, null);
    }
}

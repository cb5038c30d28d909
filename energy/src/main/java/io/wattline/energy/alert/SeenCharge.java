package io.wattline.energy.alert;

import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A charge with what the pair's charges up to it say of the pair.
///
/// @param charge the charge
/// @param usualRatio delivered for drawn energy in the joint charges before it: their median
/// @param home the last eight charges up to it, without those at someone else's faster charger
/// @param joint when the charges were known in which both sides moved together, up to it
record SeenCharge(Charge charge, double usualRatio, List<Charge> home, List<Instant> joint) {

    private static final double LEAST_KWH = 2;
    private static final double TOGETHER = 0.75;
    private static final double LEAST_METER_KWH = 0.05;
    private static final int HOME = 8;
    private static final int USUAL = 10;
    private static final int LEAST_RATIOS = 3;
    private static final double RATIO_AT_FIRST = 0.88;
    private static final double MIN_RATIO = 0.6;
    private static final double MAX_RATIO = 1.03;
    private static final double FASTER = 1.6;

    static List<SeenCharge> all(List<Charge> charges) {
        List<Charge> events = charges.stream()
                .filter(charge -> Math.max(ac(charge), dc(charge)) >= LEAST_KWH)
                .sorted(Comparator.comparing(charge -> charge.window().startsAt()))
                .toList();
        List<Double> ratios = new ArrayList<>();
        List<Double> powers = new ArrayList<>();
        List<Instant> joint = new ArrayList<>();
        List<SeenCharge> seen = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Charge charge = events.get(i);
            double usual = ratios.size() < LEAST_RATIOS ? RATIO_AT_FIRST : Median.of(latest(ratios, USUAL));
            double fast = powers.isEmpty() ? Double.MAX_VALUE : FASTER * Median.of(latest(powers, USUAL));
            if (isJoint(charge)) {
                joint.add(knownAt(charge));
                if (isUsable(charge)) {
                    ratios.add(ratio(charge));
                    powers.add(charge.shape().peakKw());
                }
            }
            List<Charge> home = events.subList(Math.max(0, i + 1 - HOME), i + 1).stream()
                    .filter(other ->
                            other.kind() != ChargeKind.DC_ONLY || other.shape().peakKw() <= fast)
                    .toList();
            seen.add(new SeenCharge(charge, usual, home, List.copyOf(latest(joint, USUAL + 1))));
        }
        return seen;
    }

    private static boolean isUsable(Charge charge) {
        return charge.kind() == ChargeKind.JUDGED && ratio(charge) > MIN_RATIO && ratio(charge) < MAX_RATIO;
    }

    /// Whether both sides moved, and together.
    static boolean isJoint(Charge charge) {
        return ac(charge) > LEAST_METER_KWH && dc(charge) > 0 && !isApart(charge);
    }

    static boolean isApart(Charge charge) {
        return charge.shape().overlap() < TOGETHER;
    }

    static double ac(Charge charge) {
        return charge.total().ac().doubleValue();
    }

    static double dc(Charge charge) {
        return charge.total().dc().doubleValue();
    }

    /// Of the matched energies.
    static double ratio(Charge charge) {
        return charge.matched().dc().doubleValue() / charge.matched().ac().doubleValue();
    }

    static Instant knownAt(Charge charge) {
        return charge.window().knownAt();
    }

    Instant knownAt() {
        return knownAt(charge);
    }

    /// The last two at home, where both are joint; else none.
    List<Charge> neighbours() {
        List<Charge> two = latest(home, 2);
        return two.size() == 2 && two.stream().allMatch(SeenCharge::isJoint) ? two : List.of();
    }

    /// The home charges since the last joint one.
    List<Charge> sinceJoint() {
        return joint.isEmpty()
                ? home
                : home.stream()
                        .filter(other -> knownAt(other).isAfter(joint.getLast()))
                        .toList();
    }

    /// How long it usually takes from one joint charge to the next.
    Duration usualPause() {
        if (joint.size() < LEAST_RATIOS + 1) {
            return Duration.ofDays(1);
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i < joint.size(); i++) {
            seconds.add(
                    (double) Duration.between(joint.get(i - 1), joint.get(i)).toSeconds());
        }
        return Duration.ofSeconds((long) Median.of(seconds));
    }

    static <T> List<T> latest(List<T> list, int most) {
        return list.subList(Math.max(0, list.size() - most), list.size());
    }
}

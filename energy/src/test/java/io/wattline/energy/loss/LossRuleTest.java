package io.wattline.energy.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossRuleTest {

    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

    /// Charge `day` of a car at 7.4 kW that loses `loss`.
    private static JudgedCharge charge(int day, double kwhAc, double loss) {
        Instant start = START.plus(Duration.ofDays(day));
        JudgedCharge.Conditions conditions = new JudgedCharge.Conditions(20.0, 0);
        return new JudgedCharge(
                start, start.plus(Duration.ofHours(5)), kwhAc, kwhAc * (1 - loss), kwhAc / 7.4, conditions);
    }

    private static List<JudgedCharge> days(int from, int to, double loss) {
        List<JudgedCharge> charges = new ArrayList<>();
        for (int day = from; day < to; day++) {
            charges.add(charge(day, 15, loss));
        }
        return charges;
    }

    private static LossHistory history(List<JudgedCharge> charges, Instant... epochs) {
        LossHistory history = new LossHistory(List.of(epochs));
        charges.forEach(history::put);
        return history;
    }

    private static LossHistory withLoss(double loss, int days, Instant... epochs) {
        List<JudgedCharge> charges = days(0, 20, 0.10);
        charges.addAll(days(20, 20 + days, 0.10 + loss));
        return history(charges, epochs);
    }

    @Test
    void raisesAtTheFirstChargeOfAFivePointLoss() {
        LossHistory.Told told = withLoss(0.05, 1).alarms().getFirst();
        LossAlarm alarm = told.alarm();
        assertThat(told.end()).isEqualTo(LossHistory.End.OPEN);
        assertThat(alarm.charges()).isEqualTo(1);
        assertThat(alarm.onsetAt()).isEqualTo(charge(20, 15, 0).startedAt());
        assertThat(alarm.estimate().size()).isCloseTo(0.05, within(0.002));
        assertThat(alarm.estimate().margin()).isBetween(0.005, 0.03);
        assertThat(alarm.progress().lostKwh()).isCloseTo(0.75, within(0.03));
        assertThat(alarm.extraGridKwh()).isCloseTo(alarm.progress().lostKwh() / 0.9, within(0.01));
    }

    @Test
    void staysQuietWhileItLearnsAndForSmallLosses() {
        List<JudgedCharge> learning = days(0, 5, 0.10);
        learning.addAll(days(5, 9, 0.20));
        assertThat(history(learning).alarms()).isEmpty();
        assertThat(history(learning).state().isLearning()).isTrue();
        assertThat(withLoss(0.015, 20).alarms()).isEmpty();
    }

    @Test
    void learnsUntilTenChargesAndFortyKwh() {
        List<JudgedCharge> small = new ArrayList<>();
        for (int day = 0; day < 15; day++) {
            small.add(charge(day, 2, 0.10));
        }
        assertThat(history(small).state().isLearning()).isTrue();
        assertThat(history(days(0, 10, 0.10)).state().isLearning()).isFalse();
        assertThat(history(days(0, 9, 0.10)).state().isLearning()).isTrue();
    }

    @Test
    void keepsTheEvidenceWhileTheLossIsOpenAndClearsAfterIt() {
        List<JudgedCharge> charges = days(0, 20, 0.10);
        charges.addAll(days(20, 30, 0.16));
        Belief whileOpen = history(charges).state().belief();
        charges.addAll(days(30, 32, 0.10));
        LossHistory history = history(charges);
        LossHistory.Told told = history.alarms().getFirst();
        assertThat(told.end()).isEqualTo(LossHistory.End.CLEARED);
        assertThat(told.endedAt())
                .isBetween(charge(30, 15, 0).knownAt(), charge(31, 15, 0).knownAt());
        assertThat(told.alarm().progress().lostKwh()).isCloseTo(10 * 15 * 0.06, within(0.3));
        assertThat(history.state().belief().mean().get(0))
                .isCloseTo(whileOpen.mean().get(0), within(0.01));
        assertThat(history.state().threshold()).isEqualTo(14);
    }

    @Test
    void raisesAgainWhenTheLossGrowsByThreePoints() {
        List<JudgedCharge> charges = days(0, 20, 0.10);
        charges.addAll(days(20, 25, 0.15));
        charges.addAll(days(25, 45, 0.20));
        LossState state = LossState.NEW;
        List<Integer> grown = new ArrayList<>();
        for (int day = 0; day < charges.size(); day++) {
            LossStep step = LossRule.next(state, charges.get(day));
            state = step.state();
            if (step.effect() instanceof LossStep.Grown(LossAlarm alarm)) {
                grown.add(day);
                assertThat(alarm.progress().toldSize())
                        .isEqualTo(alarm.progress().recentSize());
            }
        }
        assertThat(grown).hasSize(1);
        assertThat(grown.getFirst()).isBetween(26, 32);
    }

    @Test
    void ignoresWhatIsNotALoss() {
        LossState known = history(days(0, 20, 0.10)).state();
        for (JudgedCharge odd :
                List.of(charge(20, 15, 0.40), charge(20, 15, 0.61), charge(20, 15, -0.16), charge(20, 0.99, 0.2))) {
            LossStep step = LossRule.next(known, odd);
            assertThat(step.effect()).as("%s", odd).isInstanceOf(LossStep.Ignored.class);
            assertThat(step.state()).as("%s", odd).isSameAs(known);
        }
    }

    @Test
    void aNewEpochEndsTheAlarmAndLearnsAnew() {
        Instant accepted = charge(25, 15, 0).startedAt().minusSeconds(60);
        LossHistory history = withLoss(0.06, 10, accepted);
        LossHistory.Told told = history.alarms().getFirst();
        assertThat(told.end()).isEqualTo(LossHistory.End.EPOCH);
        assertThat(told.endedAt()).isEqualTo(accepted);
        assertThat(history.alarms()).hasSize(1);
        assertThat(history.state().experience().charges()).isEqualTo(5);
        LossHistory withoutLater = withLoss(0.06, 5, accepted);
        assertThat(withoutLater.alarms().getFirst().end()).isEqualTo(LossHistory.End.EPOCH);
    }

    @Test
    void isLessSensitiveForAPairThatVariesMuch() {
        List<JudgedCharge> noisy = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            noisy.add(charge(day, 15, day % 2 == 0 ? 0.08 : 0.13));
        }
        assertThat(history(noisy).state().smallestVisibleLoss()).isGreaterThan(0.09);
        assertThat(history(days(0, 30, 0.10)).state().smallestVisibleLoss()).isEqualTo(0.04);
    }

    @Test
    void restoresItsStateFromItsNumbers() {
        Belief belief = history(days(0, 3, 0.10)).state().belief();
        double[] mean = belief.mean().toArray();
        assertThat(new Belief(Numbers.of(mean), belief.covariance(), belief.degrees(), belief.squares()))
                .isEqualTo(belief)
                .hasSameHashCodeAs(belief);
        mean[0] = 9;
        assertThat(belief.mean().get(0)).isNotEqualTo(9);
        assertThatThrownBy(() -> new Belief(Numbers.of(1, 2), belief.covariance(), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

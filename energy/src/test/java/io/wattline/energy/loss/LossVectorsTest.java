package io.wattline.energy.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossVectorsTest {

    private static final Offset<Double> TOLERANCE = within(1e-9);

    private static LossHistory folded(List<JudgedCharge> charges) {
        LossHistory history = new LossHistory(List.of());
        charges.forEach(history::put);
        return history;
    }

    @Test
    void raisesTheAlarmsOfThePrototype() {
        Map<Integer, List<JudgedCharge>> charges = LossVectors.charges();
        List<LossVectors.Alarm> expected = LossVectors.alarms();
        List<LossHistory.Told> actual = charges.values().stream()
                .flatMap(ofVehicle -> folded(ofVehicle).alarms().stream())
                .toList();
        assertThat(expected).hasSize(154);
        assertThat(actual).hasSize(154);
        List<Integer> vehicles = charges.entrySet().stream()
                .flatMap(entry ->
                        Collections.nCopies(folded(entry.getValue()).alarms().size(), entry.getKey()).stream())
                .toList();
        assertThat(vehicles)
                .isEqualTo(expected.stream().map(LossVectors.Alarm::vehicle).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(actual.get(i), expected.get(i));
        }
    }

    private static void assertSame(LossHistory.Told actual, LossVectors.Alarm expected) {
        LossAlarm alarm = actual.alarm();
        String which = "vehicle " + expected.vehicle() + " at " + expected.raisedAt();
        assertThat(alarm.raising().raisedAt()).as(which).isEqualTo(expected.raisedAt());
        assertThat(actual.endedAt()).as(which).isEqualTo(expected.clearedAt());
        assertThat(alarm.onsetAt()).as(which).isEqualTo(expected.onsetAt());
        assertThat(alarm.charges()).as(which).isEqualTo(expected.charges());
        double[] numbers = {
            alarm.estimate().size(), alarm.estimate().sd(), alarm.progress().lostKwh(), alarm.evidence()
        };
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i])
                    .as("number %d of %s", i, which)
                    .isCloseTo(expected.sizeSdLostEvidence()[i], TOLERANCE);
        }
    }

    @Test
    void orderOfArrivalHasNoEffect() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        LossVectors.charges().values().stream().limit(40).forEach(ordered -> {
            LossHistory history = new LossHistory(List.of());
            List<JudgedCharge> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, random);
            for (JudgedCharge charge : shuffled) {
                history.put(charge);
                if (random.nextInt(10) == 0) {
                    history.alarms();
                }
            }
            assertThat(history.alarms())
                    .as("seed %d", seed)
                    .isEqualTo(folded(ordered).alarms());
            assertThat(history.state())
                    .as("seed %d", seed)
                    .isEqualTo(folded(ordered).state());
        });
    }

    @Test
    void aRemovedOrChangedChargeLeavesNoTrace() {
        List<JudgedCharge> ordered = LossVectors.charges().get(0);
        LossHistory history = folded(ordered);
        List<LossHistory.Told> before = history.alarms();
        JudgedCharge middle = ordered.get(ordered.size() / 2);
        history.remove(middle.startedAt());
        List<JudgedCharge> without = Stream.of(ordered)
                .flatMap(List::stream)
                .filter(charge -> charge != middle)
                .toList();
        assertThat(history.state()).isEqualTo(folded(without).state());
        history.put(new JudgedCharge(
                middle.startedAt(),
                middle.knownAt(),
                middle.kwhAc(),
                middle.kwhDc() * 0.9,
                middle.hoursOn(),
                middle.conditions()));
        history.alarms();
        history.put(middle);
        assertThat(history.alarms()).isEqualTo(before);
        assertThat(history.state()).isEqualTo(folded(ordered).state());
    }
}

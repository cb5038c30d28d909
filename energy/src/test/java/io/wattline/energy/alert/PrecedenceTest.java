package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static Finding finding(AlertKind kind, int raised, @Nullable Integer cleared) {
        return new Finding(kind, day(raised), day(raised), cleared == null ? null : day(cleared), new TreeMap<>());
    }

    @Test
    void earlierKindExplainsLaterKind() {
        Finding silent = finding(AlertKind.SILENT, 1, null);
        assertThat(Precedence.told(List.of(finding(AlertKind.LOSS, 2, null), silent)))
                .containsExactly(silent);
        Finding loss = finding(AlertKind.LOSS, 1, null);
        Finding later = finding(AlertKind.SILENT, 2, null);
        assertThat(Precedence.told(List.of(later, loss)))
                .as("raised before its explanation")
                .containsExactly(loss, later);
    }

    @Test
    void raisesAFindingThatStillHoldsADayAfterItsExplanation() {
        Finding scale = finding(AlertKind.SCALE, 1, 5);
        assertThat(Precedence.told(List.of(scale, finding(AlertKind.GAIN, 3, 6))))
                .containsExactly(scale);
        assertThat(Precedence.told(List.of(scale, finding(AlertKind.GAIN, 3, null))))
                .extracting(Finding::raisedAt)
                .containsExactly(day(1), day(6));
    }

    @Test
    void aClockAndFlawedReadingsExplainNothing() {
        for (AlertKind kind :
                List.of(AlertKind.CLOCK, AlertKind.IMPLAUSIBLE_POWER, AlertKind.BAD_FIELD, AlertKind.CONFLICT)) {
            assertThat(Precedence.told(List.of(finding(kind, 1, null), finding(AlertKind.LOSS, 2, null))))
                    .as("%s", kind)
                    .hasSize(2);
        }
    }

    @Test
    void atMostOneOfAKindIsOpen() {
        Finding meter =
                new Finding(AlertKind.SILENT, day(2), day(3), day(6), new TreeMap<>(Map.of(Finding.DEVICE, "meter")));
        Finding vehicle =
                new Finding(AlertKind.SILENT, day(1), day(4), day(9), new TreeMap<>(Map.of(Finding.DEVICE, "vehicle")));
        Finding again = finding(AlertKind.SILENT, 9, null);
        assertThat(Overlaps.merge(List.of(again, vehicle, meter)))
                .containsExactly(
                        new Finding(
                                AlertKind.SILENT,
                                day(1),
                                day(3),
                                day(9),
                                new TreeMap<>(Map.of(Finding.DEVICE, "meter, vehicle"))),
                        again);
    }

    @Test
    void theOrderOfFindingsDoesNotMatter() {
        long seed = 31;
        Random random = new Random(seed);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int raised = random.nextInt(100);
            AlertKind kind = AlertKind.values()[random.nextInt(AlertKind.values().length)];
            findings.add(finding(kind, raised, raised + random.nextInt(1, 8)));
        }
        List<Finding> expected = Precedence.told(Overlaps.merge(findings));
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(findings, random);
            assertThat(Precedence.told(Overlaps.merge(findings)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesAnEndBeforeTheStart() {
        assertThatThrownBy(() -> finding(AlertKind.GAIN, 3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(AlertKind.OTHER_LOAD.word()).isEqualTo("other_load");
    }
}

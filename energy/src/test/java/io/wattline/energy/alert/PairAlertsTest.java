package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.energy.Energy;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.charge.ChargeWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairAlertsTest {

    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
    private static final int USUAL = 20;

    private static Charge charge(int day, double dc) {
        Instant start = START.plus(Duration.ofDays(day));
        Energy energy = new Energy(BigDecimal.valueOf(15), BigDecimal.valueOf(dc));
        return new Charge(
                new ChargeWindow(start, start.plus(Duration.ofHours(3))),
                ChargeKind.JUDGED,
                energy,
                energy,
                new Charge.Trust(1, 0, 0.001, 0.001),
                new Charge.Battery(20.0, null, null),
                new Charge.Shape(2, 7, 0.95, null));
    }

    private static List<Charge> thenDelivering(double dc) {
        List<Charge> charges = new ArrayList<>();
        for (int day = 0; day < USUAL + 5; day++) {
            charges.add(charge(day, day < USUAL ? 13.5 : dc));
        }
        return charges;
    }

    @Test
    void raisesALossOnceWhetherSmallOrLarge() {
        for (double dc : List.of(12.6, 9.5)) {
            assertThat(PairAlerts.of(List.of(), thenDelivering(dc), List.of()).told())
                    .as("%s kWh", dc)
                    .extracting(Finding::kind)
                    .containsExactly(AlertKind.LOSS);
        }
    }

    @Test
    void raisesAKnownFactorInsteadOfTheLossItResembles() {
        assertThat(PairAlerts.of(List.of(), thenDelivering(6.75), List.of()).told())
                .extracting(Finding::kind)
                .containsExactly(AlertKind.SCALE);
    }

    @Test
    void newEpochBeforeTheRaisingChargeEndsTheLossAtOnce() {
        Instant duringTheRaisingCharge = START.plus(Duration.ofDays(USUAL)).plus(Duration.ofHours(1));
        List<Finding> told = PairAlerts.of(List.of(), thenDelivering(12.6), List.of(duringTheRaisingCharge))
                .told();
        assertThat(told)
                .singleElement()
                .satisfies(finding -> assertThat(finding.clearedAt()).isEqualTo(finding.raisedAt()));
    }

    @Test
    void theOrderOfChargesDoesNotMatter() {
        long seed = 41;
        List<Charge> charges = thenDelivering(12.6);
        List<Finding> expected = PairAlerts.of(List.of(), charges, List.of()).told();
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(charges, random);
            assertThat(PairAlerts.of(List.of(), charges, List.of()).told())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }
}

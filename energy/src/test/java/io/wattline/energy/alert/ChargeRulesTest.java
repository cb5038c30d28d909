package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.energy.Energy;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.Charge.Battery;
import io.wattline.energy.charge.Charge.Edges;
import io.wattline.energy.charge.Charge.Shape;
import io.wattline.energy.charge.Charge.Trust;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.charge.ChargeWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
    private static final int USUAL = 15;

    private static Charge charge(int day, ChargeKind kind, double ac, double dc, double overlap, int minutesOff) {
        Instant start = START.plus(Duration.ofDays(day));
        Energy energy = new Energy(BigDecimal.valueOf(ac), BigDecimal.valueOf(dc));
        Duration off = Duration.ofMinutes(minutesOff);
        return new Charge(
                new ChargeWindow(start, start.plus(Duration.ofHours(3))),
                kind,
                energy,
                energy,
                new Trust(1, 0, 0.001, 0.001),
                new Battery(20.0, null, null),
                new Shape(2.5, 7, overlap, new Edges(off, off)));
    }

    private static Charge judged(int day, double ac, double dc) {
        return charge(day, ChargeKind.JUDGED, ac, dc, 0.95, 0);
    }

    private static Charge usual(int day) {
        return judged(day, 15, 13.5);
    }

    private static Charge alone(int day, ChargeKind kind, double kwh) {
        return kind == ChargeKind.AC_ONLY ? charge(day, kind, kwh, 0, 0, 0) : charge(day, kind, 0, kwh, 0, 0);
    }

    /// Fifteen usual days, then some others.
    private static List<Charge> then(int days, IntFunction<Charge> other) {
        List<Charge> charges = new ArrayList<>();
        IntStream.range(0, USUAL).forEach(day -> charges.add(usual(day)));
        IntStream.range(USUAL, USUAL + days).forEach(day -> charges.add(other.apply(day)));
        return charges;
    }

    private static List<Finding> found(AlertKind kind, List<Charge> charges) {
        return new ChargeRules(charges)
                .findings().stream().filter(finding -> finding.kind() == kind).toList();
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "0.5, 1/2", "3, 3", "0.3333, 1/3", "3.6, 3.6", "1000, 1000", "0.1, 1/10"})
    void raisesAScaleForAKnownFactorInTwoNeighbouringCharges(double factor, String name) {
        List<Charge> charges = then(2, day -> judged(day, 15, 13.5 * factor));
        assertThat(found(AlertKind.SCALE, charges)).singleElement().satisfies(finding -> {
            assertThat(finding.facts()).containsEntry("factor", name);
            assertThat(finding.onsetAt()).isEqualTo(charges.get(USUAL).window().startsAt());
            assertThat(finding.raisedAt())
                    .isEqualTo(charges.get(USUAL + 1).window().knownAt());
        });
        assertThat(found(AlertKind.SCALE, charges.subList(0, USUAL + 1)))
                .as("once")
                .isEmpty();
    }

    @Test
    void endsAScaleAfterTwoUsualNeighbouringCharges() {
        List<Charge> charges = then(6, day -> day < USUAL + 3 ? judged(day, 15, 27) : usual(day));
        assertThat(found(AlertKind.SCALE, charges))
                .singleElement()
                .satisfies(finding -> assertThat(finding.clearedAt())
                        .isEqualTo(charges.get(USUAL + 4).window().knownAt()));
    }

    @Test
    void doesNotRaiseAScaleForAnUnknownFactor() {
        assertThat(found(AlertKind.SCALE, then(4, day -> judged(day, 15, 13.5 * 0.7))))
                .isEmpty();
        assertThat(found(AlertKind.SCALE, then(4, day -> judged(day, 15, 13.5 * (day % 2 == 0 ? 2 : 3)))))
                .isEmpty();
    }

    @Test
    void raisesAGainWhenTwoNeighbouringChargesDeliverMoreThanWasDrawn() {
        assertThat(found(AlertKind.GAIN, then(2, day -> judged(day, 15, 16)))).hasSize(1);
        assertThat(found(AlertKind.GAIN, then(1, day -> judged(day, 15, 16)))).isEmpty();
        assertThat(found(AlertKind.GAIN, then(3, day -> judged(day, 15, 15.4)))).isEmpty();
        assertThat(found(AlertKind.GAIN, then(3, day -> judged(day, 2.9, 4)))).isEmpty();
    }

    @Test
    void needsTwoNeighbouringChargesForALossOfMoreThanAQuarter() {
        assertThat(found(AlertKind.LOSS, then(2, day -> judged(day, 15, 9))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.facts()).containsEntry("size", "0.300"));
        assertThat(found(AlertKind.LOSS, then(1, day -> judged(day, 15, 9)))).isEmpty();
        assertThat(found(AlertKind.LOSS, then(3, day -> judged(day, 15, 10.5)))).isEmpty();
        assertThat(found(AlertKind.LOSS, then(3, day -> judged(day, 5, 3)))).isEmpty();
    }

    @Test
    void raisesAMappingWhenTheSidesMoveApartInFourOfFiveCharges() {
        IntFunction<Charge> apart = day -> charge(day, ChargeKind.SMALL, 15, 13.5, 0.2, 0);
        assertThat(found(AlertKind.MAPPING, then(4, apart))).hasSize(1);
        assertThat(found(AlertKind.MAPPING, then(3, apart))).isEmpty();
        assertThat(found(AlertKind.MAPPING, then(6, day -> alone(day, ChargeKind.AC_ONLY, 10))))
                .as("one side alone")
                .isEmpty();
    }

    @Test
    void raisesADeadMeterWhenItNeverMoves() {
        assertThat(found(AlertKind.DEAD, then(3, day -> alone(day, ChargeKind.DC_ONLY, 10))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.facts()).containsEntry(Finding.DEVICE, "meter"));
        assertThat(found(AlertKind.DEAD, then(2, day -> alone(day, ChargeKind.DC_ONLY, 10))))
                .isEmpty();
    }

    @Test
    void raisesADeadVehicleUntilItMoves() {
        IntFunction<Charge> two = day -> day < USUAL + 2 ? alone(day, ChargeKind.AC_ONLY, 10) : usual(day);
        List<Charge> charges = then(3, two);
        assertThat(found(AlertKind.DEAD, charges)).singleElement().satisfies(finding -> {
            assertThat(finding.facts()).containsEntry(Finding.DEVICE, "vehicle");
            assertThat(finding.clearedAt()).isEqualTo(charges.getLast().window().knownAt());
        });
        assertThat(found(AlertKind.DEAD, then(2, day -> alone(day, ChargeKind.AC_ONLY, 4))))
                .as("8 kWh are too little")
                .isEmpty();
    }

    @Test
    void doesNotTakeChargesAtAFasterChargerElsewhereForADeadMeter() {
        IntFunction<Charge> elsewhere = day -> {
            Charge slow = alone(day, ChargeKind.DC_ONLY, 30);
            Shape fast = new Shape(0.5, 80, 0, null);
            return new Charge(
                    slow.window(), slow.kind(), slow.total(), slow.matched(), slow.trust(), slow.battery(), fast);
        };
        assertThat(found(AlertKind.DEAD, then(6, elsewhere))).isEmpty();
    }

    @Test
    void raisesAClockWhenBothEdgesAreOffByTheSameTime() {
        IntFunction<Charge> late = day -> charge(day, ChargeKind.JUDGED, 15, 13.5, 0.95, 9);
        assertThat(found(AlertKind.CLOCK, then(4, late)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.facts()).containsEntry("minutes", "9.000"));
        assertThat(found(AlertKind.CLOCK, then(3, late))).isEmpty();
        assertThat(found(AlertKind.CLOCK, then(7, day -> charge(day, ChargeKind.JUDGED, 15, 13.5, 0.95, -5))))
                .isEmpty();
    }

    @Test
    void raisesNothingForUsualCharges() {
        assertThat(new ChargeRules(then(30, ChargeRulesTest::usual)).findings()).isEmpty();
        assertThat(new ChargeRules(List.of()).findings()).isEmpty();
    }
}

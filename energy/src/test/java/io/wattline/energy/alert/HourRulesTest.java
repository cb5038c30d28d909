package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HourRulesTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final DeviceHour REST = hour(0, new Range(0, 0), new Range(229, 231));
    private static final DeviceHour MOVING = hour(5, new Range(0.08, 0.09), new Range(227, 230));

    private static DeviceHour hour(double kwh, Range range, Range voltage) {
        return new DeviceHour(60, BigDecimal.valueOf(kwh), range, voltage, Flaws.NONE);
    }

    private static DeviceHour flawed(int readings, int dropped, int implausible, int conflicts) {
        Range nothing = new Range(0, 0);
        return new DeviceHour(readings, BigDecimal.ZERO, nothing, null, new Flaws(dropped, implausible, conflicts));
    }

    private static Instant at(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    private static List<PairHour> hours(int count, IntFunction<DeviceHour> meter, IntFunction<DeviceHour> vehicle) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PairHour(at(i), meter.apply(i), vehicle.apply(i)))
                .toList();
    }

    private static List<Finding> found(AlertKind kind, List<PairHour> hours) {
        return HourFindings.of(hours).stream()
                .filter(finding -> finding.kind() == kind)
                .toList();
    }

    private static IntFunction<DeviceHour> emptyIn(int from, int to) {
        return i -> i >= from && i < to ? DeviceHour.EMPTY : REST;
    }

    @Test
    void meterIsSilentAfterSixHoursWithoutAHeartbeat() {
        List<Finding> found = found(AlertKind.SILENT, hours(30, emptyIn(10, 20), i -> REST));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.onsetAt()).isEqualTo(at(10));
            assertThat(finding.raisedAt()).isEqualTo(at(16));
            assertThat(finding.clearedAt()).isEqualTo(at(21));
            assertThat(finding.facts()).containsEntry(Finding.DEVICE, "meter");
        });
    }

    @Test
    void meterIsNotSilentAfterFiveHoursOrBeforeItsFirstHeartbeat() {
        assertThat(found(AlertKind.SILENT, hours(30, emptyIn(10, 15), i -> REST)))
                .isEmpty();
        assertThat(found(AlertKind.SILENT, hours(30, emptyIn(0, 15), i -> REST)))
                .isEmpty();
    }

    @Test
    void parkedVehicleIsNotSilentUnlessItsMeterDraws() {
        IntFunction<DeviceHour> asleep = emptyIn(10, 30);
        assertThat(found(AlertKind.SILENT, hours(30, i -> REST, asleep))).isEmpty();
        List<Finding> found = found(AlertKind.SILENT, hours(30, i -> i == 20 ? MOVING : REST, asleep));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.raisedAt()).isEqualTo(at(21));
            assertThat(finding.clearedAt()).isNull();
            assertThat(finding.facts()).containsEntry(Finding.DEVICE, "vehicle");
        });
    }

    @Test
    void meterIsFrozenWhenEnergyAndVoltageRepeatForThreeHours() {
        DeviceHour stuck = hour(7, new Range(0.12, 0.12), new Range(230, 230));
        List<Finding> found = found(AlertKind.FROZEN, hours(30, i -> i >= 10 && i < 20 ? stuck : MOVING, i -> REST));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.onsetAt()).isEqualTo(at(10));
            assertThat(finding.raisedAt()).isEqualTo(at(13));
            assertThat(finding.clearedAt()).isEqualTo(at(23));
        });
    }

    @Test
    void meterIsNotFrozenWhenOnlyOneOfTheTwoRepeats() {
        DeviceHour sameEnergy = hour(0, new Range(0, 0), new Range(229, 231));
        DeviceHour sameVoltage = hour(7, new Range(0.11, 0.12), new Range(230, 230));
        DeviceHour nominal = hour(0, new Range(0, 0), new Range(230, 230));
        DeviceHour stuck = hour(7, new Range(0.12, 0.12), new Range(230, 230));
        for (DeviceHour negative : List.of(sameEnergy, sameVoltage)) {
            assertThat(found(AlertKind.FROZEN, hours(30, i -> i < 10 ? MOVING : negative, i -> REST)))
                    .isEmpty();
        }
        assertThat(found(AlertKind.FROZEN, hours(60, i -> nominal, i -> REST))).isEmpty();
        assertThat(found(AlertKind.FROZEN, hours(30, i -> i % 3 == 0 ? MOVING : stuck, i -> REST)))
                .isEmpty();
    }

    @Test
    void raisesAnotherLoadAfterHalfADayOfMeterEnergyWithoutTheVehicle() {
        IntFunction<DeviceHour> vehicle = i -> i < 10 ? MOVING : REST;
        List<Finding> found = found(AlertKind.OTHER_LOAD, hours(40, i -> MOVING, vehicle));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.onsetAt()).isEqualTo(at(10));
            assertThat(finding.raisedAt()).isEqualTo(at(22));
        });
    }

    @Test
    void doesNotRaiseAnotherLoadAfterElevenHoursOrWhileTheVehicleIsOverdue() {
        IntFunction<DeviceHour> vehicle = i -> i < 10 ? MOVING : REST;
        assertThat(found(AlertKind.OTHER_LOAD, hours(60, i -> i < 21 ? MOVING : REST, vehicle)))
                .isEmpty();
        assertThat(found(AlertKind.OTHER_LOAD, hours(70, i -> i < 10 || i >= 40 ? MOVING : REST, vehicle)))
                .isEmpty();
    }

    @Test
    void raisesTwoImplausibleReadingsInADayButNotOne() {
        List<Finding> found = found(
                AlertKind.IMPLAUSIBLE_POWER, hours(60, i -> i == 3 || i == 20 ? flawed(60, 0, 1, 0) : REST, i -> REST));
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.raisedAt()).isEqualTo(at(21));
            assertThat(finding.clearedAt()).isEqualTo(at(28));
            assertThat(finding.facts()).containsEntry("readings", "2");
        });
        assertThat(found(
                        AlertKind.IMPLAUSIBLE_POWER,
                        hours(60, i -> i == 3 || i == 30 ? flawed(60, 0, 1, 0) : REST, i -> REST)))
                .isEmpty();
    }

    @Test
    void raisesTwoConflictsInADayButNotOne() {
        assertThat(found(AlertKind.CONFLICT, hours(9, i -> REST, i -> i == 3 ? flawed(60, 0, 0, 2) : REST)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.facts()).containsEntry(Finding.DEVICE, "vehicle"));
        assertThat(found(AlertKind.CONFLICT, hours(9, i -> REST, i -> i == 3 ? flawed(60, 0, 0, 1) : REST)))
                .isEmpty();
    }

    @Test
    void raisesBadFieldsAboveFivePercentOfADay() {
        assertThat(found(AlertKind.BAD_FIELD, hours(24, i -> flawed(10, i == 12 ? 10 : 0, 0, 0), i -> REST)))
                .hasSize(1);
        assertThat(found(AlertKind.BAD_FIELD, hours(24, i -> flawed(10, i == 23 ? 10 : 0, 0, 0), i -> REST)))
                .as("10 of 240 readings")
                .isEmpty();
        assertThat(found(
                        AlertKind.BAD_FIELD,
                        hours(24, i -> i == 5 ? flawed(10, 10, 0, 0) : DeviceHour.EMPTY, i -> REST)))
                .as("10 readings are too few")
                .isEmpty();
    }

    @Test
    void refusesAMissingHour() {
        List<PairHour> hours = new ArrayList<>(hours(5, i -> REST, i -> REST));
        hours.remove(2);
        assertThatThrownBy(() -> HourFindings.of(hours)).isInstanceOf(IllegalArgumentException.class);
    }
}

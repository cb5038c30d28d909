package io.wattline.query.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.EfficiencyStatus;
import io.wattline.energy.pairing.PairedEnergy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceAnalysisTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final TimeWindow HOUR = new TimeWindow(START, START.plusSeconds(3_600));

    private final FakeHistory history = new FakeHistory();
    private final PerformanceAnalysis analysis = new PerformanceAnalysis(
            history,
            new EfficiencyCurve(
                    List.of(new EfficiencyCurve.Point(1_000, 0.80), new EfficiencyCurve.Point(11_000, 0.90))),
            Duration.ofSeconds(30));

    private Performance analyse(TimeWindow window) {
        return analysis.analyse("V1", window).orElseThrow();
    }

    private void mapWhole(TimeWindow window) {
        history.segments.add(new MeterSegment("M1", window));
    }

    // A minute's heartbeat on both sides, the vehicle's five seconds later.
    private void heartbeat(int minute, String kwhAc, String kwhDc) {
        Instant measuredAt = START.plusSeconds(60L * minute);
        history.meter("M1", measuredAt, kwhAc).vehicle(measuredAt.plusSeconds(5), kwhDc);
    }

    @Test
    void isEmptyForAnUnknownVehicle() {
        history.known = false;
        assertThat(analysis.analyse("V1", HOUR)).isEmpty();
    }

    @Test
    void reportsTheDcSideOfAnUnmappedVehicleOverTheWholeWindow() {
        history.vehicle(START, "1.5").vehicle(START.plusSeconds(3_599), "2");
        Performance performance = analyse(HOUR);
        assertThat(performance.ac()).isNull();
        assertThat(performance.dc().kwh()).isEqualByComparingTo("3.5");
        assertThat(performance.verdict().paired()).isNull();
        assertThat(performance.verdict().expectedEfficiency()).isNull();
        assertThat(performance.verdict().status()).isEqualTo(EfficiencyStatus.UNMAPPED);
    }

    @Test
    void expectsTheEfficiencyOfHealthyCarsAtTheMeanPower() {
        mapWhole(HOUR);
        for (int minute = 0; minute < 40; minute++) {
            heartbeat(minute, "0.1", "0.085");
        }
        Performance performance = analyse(HOUR);
        assertThat(performance.ac().meanWatts()).isEqualTo(6_000);
        assertThat(performance.verdict().expectedEfficiency()).isEqualByComparingTo("0.85");
        assertThat(performance.verdict().status()).isEqualTo(EfficiencyStatus.HEALTHY);
    }

    @Test
    void countsOnlyReadingsWithEnergyIntoTheMeanPower() {
        mapWhole(HOUR);
        history.meter("M1", START, "9");
        history.meter("M1", START.plusSeconds(60), "0");
        history.meter("M1", START.plusSeconds(1_260), "0.1");
        history.meter("M1", START.plusSeconds(1_320), "0");
        assertThat(analyse(HOUR).ac().meanWatts()).isEqualTo(300);
    }

    @Test
    void judgesByPairsWhereThereAreEnoughBecauseGapsDistortTheTotals() {
        mapWhole(HOUR);
        for (int minute = 0; minute < 30; minute++) {
            heartbeat(minute, "0.1", "0.085");
        }
        for (int minute = 30; minute < 50; minute++) {
            history.meter("M1", START.plusSeconds(60L * minute), "0.1");
        }
        Performance performance = analyse(HOUR);
        assertThat(performance.verdict().paired())
                .isEqualTo(new PairedEnergy(30, new BigDecimal("3.000000"), new BigDecimal("2.550000")));
        assertThat(performance.verdict().status()).isEqualTo(EfficiencyStatus.HEALTHY);
    }

    @Test
    void judgesByTotalsWhereThereAreFewPairs() {
        mapWhole(HOUR);
        for (int minute = 0; minute < 29; minute++) {
            heartbeat(minute, "0.1", "0.085");
        }
        for (int minute = 29; minute < 50; minute++) {
            history.meter("M1", START.plusSeconds(60L * minute), "0.1");
        }
        assertThat(analyse(HOUR).verdict().status()).isEqualTo(EfficiencyStatus.DEGRADED);
    }

    @Test
    void correlatesPartByPartWithTheMeterOfItsTime() {
        Instant change = START.plusSeconds(1_800);
        history.segments.add(new MeterSegment("M1", new TimeWindow(START, change)));
        history.segments.add(new MeterSegment("M2", new TimeWindow(change, HOUR.end())));
        history.meter("M1", change.minusSeconds(1), "1").vehicle(change.minusSeconds(1), "0.9");
        history.meter("M1", change, "100");
        history.meter("M2", change, "2").vehicle(change, "1.8");
        history.meter("M2", change.minusSeconds(1), "100");
        Performance performance = analyse(HOUR);
        assertThat(performance.ac().kwh()).isEqualByComparingTo("3");
        assertThat(performance.dc().kwh()).isEqualByComparingTo("2.7");
        assertThat(performance.verdict().paired())
                .isEqualTo(new PairedEnergy(2, new BigDecimal("3.000000"), new BigDecimal("2.700000")));
    }

    @Test
    void leavesOutTheTimeBetweenTwoMappings() {
        history.segments.add(new MeterSegment("M1", new TimeWindow(START, START.plusSeconds(600))));
        history.segments.add(new MeterSegment("M1", new TimeWindow(START.plusSeconds(1_200), HOUR.end())));
        history.vehicle(START, "1").vehicle(START.plusSeconds(600), "50").vehicle(START.plusSeconds(1_200), "2");
        assertThat(analyse(HOUR).dc().kwh()).isEqualByComparingTo("3");
    }

    @Test
    void pairsUpTo31DaysAndNotBeyond() {
        TimeWindow longest = new TimeWindow(START, START.plus(Duration.ofDays(31)));
        mapWhole(longest);
        heartbeat(0, "1", "1");
        assertThat(analyse(longest).verdict().paired()).isNotNull();
        TimeWindow longer = new TimeWindow(START, longest.end().plusNanos(1_000));
        history.segments.clear();
        mapWhole(longer);
        assertThat(analyse(longer).verdict().paired()).isNull();
        assertThat(analyse(longer).ac().kwh()).isEqualByComparingTo("1");
    }

    @Test
    void readsAWindowBeyond31DaysHourByHour() {
        TimeWindow longer = new TimeWindow(START, START.plus(Duration.ofDays(32)));
        Instant change = START.plus(Duration.ofDays(10));
        history.segments.add(new MeterSegment("M1", new TimeWindow(START, change)));
        history.segments.add(new MeterSegment("M2", new TimeWindow(change, longer.end())));
        history.meter("M1", START, "7").meter("M2", change, "3").vehicle(change, "8.5");
        history.hourly = new AcTotals.Powered(new BigDecimal(3), Duration.ofMinutes(30));
        Performance performance = analyse(longer);
        assertThat(performance.ac().kwh()).isEqualByComparingTo("10");
        assertThat(performance.dc().temperatures()).isEqualTo(2);
        assertThat(performance.ac().meanWatts()).isEqualTo(6_000);
        assertThat(performance.verdict().expectedEfficiency()).isEqualByComparingTo("0.85");
        assertThat(performance.verdict().status()).isEqualTo(EfficiencyStatus.HEALTHY);
        assertThat(history.readingsRead).isZero();
        history.segments.clear();
        assertThat(analyse(longer).dc().temperatures()).isEqualTo(1);
    }

    @Test
    void addsUpWithoutPairingBeyondTheBound() {
        mapWhole(HOUR);
        heartbeat(0, "1", "1");
        history.pretendedReadings = PerformanceAnalysis.MAX_PAIRED_READINGS - 1;
        assertThat(analyse(HOUR).verdict().paired()).isNotNull();
        history.pretendedReadings = PerformanceAnalysis.MAX_PAIRED_READINGS;
        Performance performance = analyse(HOUR);
        assertThat(performance.verdict().paired()).isNull();
        assertThat(performance.ac().readings()).isEqualTo(PerformanceAnalysis.MAX_PAIRED_READINGS + 1L);
        assertThat(performance.dc().kwh()).isEqualByComparingTo("1");
    }

    @Test
    void refusesAMeterThatChangesWithoutEnd() {
        for (int i = 0; i <= PerformanceAnalysis.MAX_SEGMENTS; i++) {
            history.segments.add(
                    new MeterSegment("M" + i, new TimeWindow(START.plusSeconds(i), START.plusSeconds(i + 1L))));
        }
        assertThatThrownBy(() -> analyse(HOUR)).isInstanceOf(WindowTooFragmentedException.class);
    }
}

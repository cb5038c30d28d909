package io.wattline.query.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import io.wattline.energy.verdict.WindowStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PerformanceAnalysisTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final TimeWindow HOUR = new TimeWindow(START, START.plusSeconds(3_600));

    private final FakeHistory history = new FakeHistory();
    private final PerformanceAnalysis analysis = new PerformanceAnalysis(history);

    private Performance analyse() {
        return analysis.analyse("V1", HOUR).orElseThrow();
    }

    private void map(String meterId, Instant from, Instant to) {
        history.segments.add(new MeterSegment(meterId, new TimeWindow(from, to)));
    }

    private static MatchedEnergy matched(String ac, String dc, String expected, Duration known) {
        return new MatchedEnergy(
                60,
                known,
                new Energy(new BigDecimal(ac), new BigDecimal(dc)),
                new BigDecimal(expected),
                BigDecimal.ZERO,
                new MatchedEnergy.Known(known, known));
    }

    @Test
    void knowsNothingOfAVehicleThatNothingEverNamed() {
        history.known = false;
        assertThat(analysis.analyse("V1", HOUR)).isEmpty();
    }

    @Test
    void givesAnUnmappedVehicleItsDcSideOverTheWholeWindow() {
        history.vehicle(START, "1.5").vehicle(START.plusSeconds(3_599), "2");
        Performance performance = analyse();
        assertThat(performance.sums().ac()).isNull();
        assertThat(performance.sums().dc().kwh()).isEqualByComparingTo("3.5");
        assertThat(performance.sums().unmappedDc()).isEqualByComparingTo("3.5");
        assertThat(performance.judgement()).isEqualTo(Judgement.unmapped());
        assertThat(performance.judgement().expectedEfficiency()).isNull();
    }

    @Test
    void judgesByWhatWasComparedWhileTheRatioIsThatOfTheTotals() {
        map("M1", HOUR.start(), HOUR.end());
        history.meter("M1", START, "12").vehicle(START, "6");
        history.matched = matched("10", "9.1", "9", Duration.ofMinutes(50));
        Judgement judgement = analyse().judgement();
        assertThat(judgement.verdict().status()).isEqualTo(WindowStatus.HEALTHY);
        assertThat(judgement.verdict().excessLoss()).isEqualByComparingTo("-0.1");
        assertThat(judgement.expectedEfficiency()).isEqualByComparingTo("0.9");
        assertThat(judgement.coverage()).isEqualByComparingTo("0.8333");
        history.matched = matched("10", "8.1", "9", Duration.ofMinutes(50));
        assertThat(analyse().judgement().verdict().status()).isEqualTo(WindowStatus.DEGRADED);
    }

    @Test
    void asksTheLossRuleOfTheLastMeter() {
        map("M1", HOUR.start(), START.plusSeconds(60));
        map("M2", START.plusSeconds(60), HOUR.end());
        history.matched = matched("10", "8.1", "9", Duration.ofMinutes(50));
        history.standings.put("M1", LossStanding.ALERT_OPEN);
        history.standings.put("M2", LossStanding.USUAL);
        assertThat(analyse().judgement().verdict().status()).isEqualTo(WindowStatus.HEALTHY);
        history.standings.put("M2", LossStanding.ALERT_OPEN);
        assertThat(analyse().judgement().verdict().status()).isEqualTo(WindowStatus.DEGRADED);
    }

    @Test
    void correlatesPartByPartWithTheMeterOfItsTime() {
        Instant change = START.plusSeconds(1_800);
        map("M1", START, change);
        map("M2", change, HOUR.end());
        history.meter("M1", change.minusSeconds(1), "1").vehicle(change.minusSeconds(1), "0.9");
        history.meter("M1", change, "100");
        history.meter("M2", change, "2").vehicle(change, "1.8");
        history.meter("M2", change.minusSeconds(1), "100");
        Performance performance = analyse();
        assertThat(performance.sums().ac().kwh()).isEqualByComparingTo("3");
        assertThat(performance.sums().dc().kwh()).isEqualByComparingTo("2.7");
        assertThat(performance.sums().unmappedDc()).isZero();
    }

    @Test
    void tellsWhatArrivedBetweenTwoMappingsBesideTheTotals() {
        map("M1", START, START.plusSeconds(600));
        map("M1", START.plusSeconds(1_200), HOUR.end());
        history.vehicle(START, "1").vehicle(START.plusSeconds(600), "50").vehicle(START.plusSeconds(1_200), "2");
        history.matched = matched("0.5", "0.4", "0.4", Duration.ofMinutes(25));
        Performance performance = analyse();
        assertThat(performance.sums().dc().kwh()).isEqualByComparingTo("3");
        assertThat(performance.sums().unmappedDc()).isEqualByComparingTo("50");
        assertThat(performance.judgement().coverage()).isEqualByComparingTo("0.5");
    }

    @Test
    void refusesAMeterThatChangesWithoutEnd() {
        for (int i = 0; i <= PerformanceAnalysis.MAX_SEGMENTS; i++) {
            map("M" + i, START.plusSeconds(i), START.plusSeconds(i + 1L));
        }
        assertThatThrownBy(this::analyse).isInstanceOf(WindowTooFragmentedException.class);
    }
}

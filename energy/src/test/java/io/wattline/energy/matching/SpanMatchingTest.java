package io.wattline.energy.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpanMatchingTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofSeconds(30);
    private static final EfficiencyCurve HEALTHY = MeasuredEfficiency.curve();
    private static final int HOURS = 4;
    private static final long AC_MICRO_KWH_A_SECOND = 2_000;
    private static final long DC_MICRO_KWH_A_SECOND = 1_800;

    /// Constant power at one reading every `step` seconds; the energy of a reading that is left out is lost.
    private static Heartbeats steady(long step, long microKwhASecond, LongPredicate isThere) {
        Heartbeats readings = new Heartbeats();
        for (long second = 0; second <= HOURS * 3_600; second += step) {
            if (isThere.test(second)) {
                readings.add(START.plusSeconds(second), BigDecimal.valueOf(microKwhASecond * step, 6));
            }
        }
        return readings;
    }

    private static SpanMatching matching(Heartbeats meter, Heartbeats vehicle) {
        return new SpanMatching(meter, vehicle, TOLERANCE, HEALTHY);
    }

    private static MatchedEnergy all(SpanMatching matching) {
        return matching.in(START, START.plusSeconds(HOURS * 3_600 + 60), START);
    }

    static Stream<Arguments> cadences() {
        List<Integer> seconds = List.of(10, 15, 30, 60, 90, 300, 900);
        return seconds.stream().flatMap(ac -> seconds.stream().map(dc -> Arguments.of(ac, dc)));
    }

    @ParameterizedTest(name = "{0} s and {1} s")
    @MethodSource("cadences")
    void everyPairOfCadencesGivesTheRightRatio(int acStep, int dcStep) {
        Heartbeats meter = steady(acStep, AC_MICRO_KWH_A_SECOND, second -> true);
        Heartbeats vehicle = steady(dcStep, DC_MICRO_KWH_A_SECOND, second -> true);
        MatchedEnergy matched = all(matching(meter, vehicle));
        double ratio =
                matched.energy().dc().doubleValue() / matched.energy().ac().doubleValue();
        assertThat(ratio).isCloseTo(0.9, within(0.005));
        assertThat(matched.coverage(Duration.ofHours(HOURS))).isGreaterThan(0.9);
        assertThat(matched.energy().ac()).isLessThanOrEqualTo(meter.kwh());
        assertThat(matched.energy().dc()).isLessThanOrEqualTo(vehicle.kwh());
        assertThat(matched.coverageAc(Duration.ofHours(HOURS))).isEqualTo(1);
    }

    @Test
    void aGapOnOneSideIsLeftOutAndLowersCoverage() {
        Heartbeats meter = steady(60, AC_MICRO_KWH_A_SECOND, second -> true);
        Heartbeats vehicle = steady(60, DC_MICRO_KWH_A_SECOND, second -> second <= 3_600 || second >= 5_400);
        MatchedEnergy matched = all(matching(meter, vehicle));
        assertThat(matched.energy().ratio()).isEqualByComparingTo("0.9");
        assertThat(matched.time()).isEqualTo(Duration.ofMinutes(HOURS * 60 - 30));
        assertThat(matched.coverageDc(Duration.ofHours(HOURS))).isCloseTo(0.875, within(1e-9));
        assertThat(matched.coverageAc(Duration.ofHours(HOURS))).isEqualTo(1);
    }

    @Test
    void noSpanReachesBackOverAChangeOfTheMapping() {
        Heartbeats meter = steady(300, AC_MICRO_KWH_A_SECOND, second -> true);
        Heartbeats vehicle = steady(300, DC_MICRO_KWH_A_SECOND, second -> true);
        Instant change = START.plusSeconds(1_000);
        MatchedEnergy matched = matching(meter, vehicle).in(change, START.plusSeconds(3_600), change);
        assertThat(matched.spans()).isEqualTo(7);
        assertThat(matched.time()).isEqualTo(Duration.ofSeconds(2_100));
    }

    @Test
    void aSpanBelongsToTheHourOfItsLaterMark() {
        Heartbeats meter = steady(900, AC_MICRO_KWH_A_SECOND, second -> second != 3_600);
        Heartbeats vehicle = steady(900, DC_MICRO_KWH_A_SECOND, second -> second != 3_600);
        SpanMatching matching = matching(meter, vehicle);
        assertThat(matching.in(START, START.plusSeconds(3_600), START).spans()).isEqualTo(3);
        MatchedEnergy second = matching.in(START.plusSeconds(3_600), START.plusSeconds(7_200), START);
        assertThat(second.time()).isEqualTo(Duration.ofMinutes(60));
    }

    @Test
    void countsStandbyAsALossThatIsNotExpectedToBeDelivered() {
        Heartbeats meter = steady(60, 1, second -> true);
        Heartbeats vehicle = steady(60, 0, second -> true);
        MatchedEnergy matched = all(matching(meter, vehicle));
        assertThat(matched.standbyKwh()).isEqualByComparingTo(matched.energy().ac());
        assertThat(matched.expectedDc()).isEqualByComparingTo("0");
        assertThat(matched.excessLoss()).isEqualByComparingTo("0");
    }

    @Test
    void matchesNothingWithoutReadings() {
        MatchedEnergy matched = all(matching(new Heartbeats(), steady(60, 1, second -> true)));
        assertThat(matched.spans()).isZero();
        assertThat(matched.energy().ratio()).isNull();
        assertThat(matched.coverage(Duration.ofHours(1))).isZero();
    }
}

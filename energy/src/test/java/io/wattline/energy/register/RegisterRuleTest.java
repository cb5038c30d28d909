package io.wattline.energy.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegisterRuleTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private record Counted(BigDecimal kwh, List<RegisterClass> kinds) {}

    private static RegisterReading reading(long second, String kwh) {
        return new RegisterReading(START.plusSeconds(second), new BigDecimal(kwh));
    }

    /// Readings written as `second kWh` pairs.
    private static List<RegisterReading> readings(String text) {
        return Arrays.stream(text.split(", "))
                .map(pair -> pair.split(" "))
                .map(pair -> reading(Long.parseLong(pair[0]), pair[1]))
                .toList();
    }

    private static RegisterRule rule(@Nullable String modulus, Replacement... replacements) {
        return new RegisterRule(
                BigDecimal.valueOf(22), modulus == null ? null : new BigDecimal(modulus), List.of(replacements));
    }

    private static Counted count(RegisterRule rule, List<RegisterReading> readings) {
        RegisterState state = RegisterState.NEW;
        BigDecimal sum = BigDecimal.ZERO;
        List<RegisterClass> kinds = new ArrayList<>();
        for (RegisterReading reading : readings) {
            RegisterStep step = rule.next(state, reading);
            assertThat(step.kwh().signum()).isNotNegative();
            state = step.state();
            sum = sum.add(step.kwh());
            kinds.add(step.kind());
        }
        return new Counted(sum, kinds);
    }

    private static void assertCounts(RegisterRule rule, String readings, String kwh, RegisterClass... kinds) {
        Counted counted = count(rule, readings(readings));
        assertThat(counted.kwh()).isEqualByComparingTo(kwh);
        assertThat(counted.kinds()).containsExactly(kinds);
    }

    @Test
    void steadyPower() {
        List<RegisterReading> readings = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            readings.add(reading(60 * i, BigDecimal.valueOf(1000 + i, 1).toString()));
        }
        Counted counted = count(rule(null), readings);
        assertThat(counted.kwh()).isEqualByComparingTo("1.0");
        assertThat(counted.kinds().subList(1, 11)).containsOnly(RegisterClass.NORMAL);
    }

    @Test
    void energyOfAGapIsInTheNextReading() {
        assertCounts(
                rule(null),
                "0 100, 60 100.1, 1860 103.1, 1920 103.2",
                "3.2",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.NORMAL,
                RegisterClass.NORMAL);
    }

    @Test
    void aDipOfOneReadingIsIgnored() {
        assertCounts(
                rule(null),
                "0 13423.7, 60 13423.8, 120 0.0, 180 13424.0, 240 13424.1",
                "0.4",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.PENDING,
                RegisterClass.DIP,
                RegisterClass.NORMAL);
    }

    @Test
    void aResetIsCountedFromZeroOnceTwoLaterReadingsConfirmIt() {
        assertCounts(
                rule(null),
                "0 500, 60 500.1, 120 0.05, 180 0.15, 240 0.25",
                "0.35",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.PENDING,
                RegisterClass.PENDING,
                RegisterClass.RESET);
    }

    @Test
    void aKnownModulusExplainsAWrap() {
        assertCounts(
                rule("100000"),
                "0 99999.9, 60 0.0, 120 0.1",
                "0.2",
                RegisterClass.FIRST,
                RegisterClass.WRAP,
                RegisterClass.NORMAL);
    }

    @Test
    void aReplacementCountsOnBothRegisters() {
        Replacement replacement =
                new Replacement(START.plusSeconds(1800), new BigDecimal("8001.1"), new BigDecimal("10.0"));
        assertCounts(
                rule(null, replacement),
                "0 8000.0, 60 8000.1, 3600 12.4, 3660 12.5",
                "3.6",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.REPLACED,
                RegisterClass.NORMAL);
    }

    @Test
    void aSessionRegisterAfterALifetimeRegisterIsAReset() {
        assertCounts(
                rule(null),
                "0 4076.4, 60 0.1, 120 0.2, 180 0.3",
                "0.3",
                RegisterClass.FIRST,
                RegisterClass.PENDING,
                RegisterClass.PENDING,
                RegisterClass.RESET);
    }

    @Test
    void counterThatRunsBackSlowlyIsCountedAtMostAsAReset() {
        assertCounts(
                rule(null),
                "0 17.9, 60 17.79, 120 17.79, 180 17.69, 240 17.69",
                "0",
                RegisterClass.FIRST,
                RegisterClass.PENDING,
                RegisterClass.PENDING,
                RegisterClass.PENDING,
                RegisterClass.PENDING);
    }

    @Test
    void aChangeToWattHoursIsImplausible() {
        assertCounts(
                rule(null),
                "0 100, 60 100.1, 120 100200.0, 180 100300.0",
                "0.1",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.IMPLAUSIBLE,
                RegisterClass.IMPLAUSIBLE);
    }

    @Test
    void resetToALargeRegisterCountsOnlyObservedGrowth() {
        assertCounts(
                rule(null),
                "0 5000, 60 900.0, 120 900.1, 180 900.2",
                "0.2",
                RegisterClass.FIRST,
                RegisterClass.PENDING,
                RegisterClass.PENDING,
                RegisterClass.RESET);
    }

    @Test
    void repeatedAndLateReadingsAddNothing() {
        assertCounts(
                rule(null),
                "0 100, 120 100.2, 60 100.1, 120 100.2, 180 100.3",
                "0.3",
                RegisterClass.FIRST,
                RegisterClass.NORMAL,
                RegisterClass.LATE,
                RegisterClass.LATE,
                RegisterClass.NORMAL);
    }

    @Test
    void anyOrderAndRepetitionAddsUpToLastMinusFirst() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<RegisterReading> ordered = growing(random);
            List<RegisterReading> arriving = new ArrayList<>(ordered.subList(1, ordered.size()));
            arriving.addAll(arriving.subList(0, random.nextInt(arriving.size())));
            Collections.shuffle(arriving, random);
            arriving.addFirst(ordered.getFirst());
            BigDecimal expected =
                    ordered.getLast().kwh().subtract(ordered.getFirst().kwh());
            assertThat(count(rule(null), arriving).kwh())
                    .as("seed %d, round %d", seed, round)
                    .isEqualByComparingTo(expected);
        }
    }

    @Test
    void confirmedResetCountsTheEnergySinceZero() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<RegisterReading> before = growing(random);
            List<RegisterReading> all = new ArrayList<>(before);
            long second = 10_000;
            BigDecimal drawn = BigDecimal.ZERO;
            for (int i = 0; i < 3 + random.nextInt(20); i++) {
                drawn = drawn.add(BigDecimal.valueOf(random.nextInt(100_000), 6));
                second += 30 + random.nextInt(60);
                all.add(new RegisterReading(START.plusSeconds(second), drawn));
            }
            BigDecimal expected =
                    before.getLast().kwh().subtract(before.getFirst().kwh()).add(drawn);
            assertThat(count(rule(null), all).kwh())
                    .as("seed %d, round %d", seed, round)
                    .isEqualByComparingTo(expected);
        }
    }

    private static List<RegisterReading> growing(Random random) {
        List<RegisterReading> readings = new ArrayList<>();
        BigDecimal kwh = BigDecimal.valueOf(5_000 + random.nextInt(1_000));
        long second = 0;
        for (int i = 0; i < 2 + random.nextInt(30); i++) {
            readings.add(new RegisterReading(START.plusSeconds(second), kwh));
            second += 30 + random.nextInt(60);
            kwh = kwh.add(BigDecimal.valueOf(random.nextInt(150_000), 6));
        }
        return readings;
    }

    @Test
    void aRegisterIsNeverNegative() {
        assertThatThrownBy(() -> reading(0, "-0.1")).isInstanceOf(IllegalArgumentException.class);
    }
}

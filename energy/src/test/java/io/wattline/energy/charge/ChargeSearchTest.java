package io.wattline.energy.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargeSearchTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int QUARTERS = 960;

    private static Instant at(int quarter) {
        return START.plus(QuarterHour.LENGTH.multipliedBy(quarter));
    }

    private static QuarterHour moving(int quarter) {
        return new QuarterHour(at(quarter), 500_000, 450_000);
    }

    private static ChargeWindow window(int from, int to) {
        return new ChargeWindow(at(from), at(to));
    }

    /// Runs of charging and of rest, each up to some hours, some longer than a day.
    private static List<QuarterHour> random(Random random) {
        List<QuarterHour> quarters = new ArrayList<>();
        int quarter = 0;
        while (quarter < QUARTERS) {
            int rest = quarter + random.nextInt(1, random.nextBoolean() ? 4 : 40);
            for (; quarter < Math.min(rest, QUARTERS); quarter++) {
                if (random.nextBoolean()) {
                    quarters.add(new QuarterHour(at(quarter), random.nextInt(20_000), random.nextInt(20_000)));
                }
            }
            int run = quarter + random.nextInt(1, random.nextInt(10) == 0 ? 250 : 20);
            for (; quarter < Math.min(run, QUARTERS); quarter++) {
                quarters.add(moving(quarter));
            }
        }
        return quarters;
    }

    private static List<ChargeWindow> inPieces(List<QuarterHour> quarters, Random random) {
        ChargeSearch search = ChargeSearch.NOTHING;
        List<ChargeWindow> found = new ArrayList<>();
        int from = 0;
        while (from < QUARTERS) {
            int to = Math.min(QUARTERS, from + random.nextInt(1, 60));
            Instant start = at(from);
            Instant end = at(to);
            search = search.next(
                    quarters.stream()
                            .filter(quarter -> !quarter.startsAt().isBefore(start)
                                    && quarter.startsAt().isBefore(end))
                            .toList(),
                    end);
            found.addAll(search.closed());
            from = to;
        }
        found.addAll(search.end().closed());
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everySplitFindsTheSameCharges(long seed) {
        Random random = new Random(seed);
        List<QuarterHour> quarters = random(random);
        ChargeSearch whole = ChargeSearch.NOTHING.next(quarters, at(QUARTERS));
        List<ChargeWindow> expected = new ArrayList<>(whole.closed());
        expected.addAll(whole.end().closed());
        assertThat(expected).hasSizeGreaterThan(5);
        for (int split = 0; split < 20; split++) {
            assertThat(inPieces(quarters, random)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void everyQuarterHourWithEnergyIsInExactlyOneCharge(long seed) {
        List<QuarterHour> quarters = random(new Random(seed));
        List<ChargeWindow> found = inPieces(quarters, new Random(seed));
        for (QuarterHour quarter : quarters) {
            long holders = found.stream()
                    .filter(window -> !quarter.startsAt().isBefore(window.startsAt())
                            && quarter.startsAt().isBefore(window.endsAt()))
                    .count();
            assertThat(holders).as("seed %d, %s", seed, quarter).isLessThanOrEqualTo(1);
            if (quarter.moved()) {
                assertThat(holders).as("seed %d, %s", seed, quarter).isEqualTo(1);
            }
        }
    }

    @Test
    void halfAnHourOfRestEndsACharge() {
        List<QuarterHour> quarters = List.of(moving(4), moving(6), moving(9));
        ChargeSearch search = ChargeSearch.NOTHING.next(quarters, at(11));
        assertThat(search.closed()).containsExactly(window(4, 7));
        assertThat(search.open()).isEqualTo(window(9, 10));
        assertThat(search.next(List.of(), at(12)).closed()).containsExactly(window(9, 10));
    }

    @Test
    void standbyIsRest() {
        List<QuarterHour> quarters = List.of(new QuarterHour(at(1), 19_999, 19_999), new QuarterHour(at(4), 0, 20_000));
        assertThat(ChargeSearch.NOTHING.next(quarters, at(20)).closed()).containsExactly(window(4, 5));
    }

    @Test
    void aChargeIsAtMostADayLong() {
        List<QuarterHour> quarters = new ArrayList<>();
        for (int quarter = 2; quarter < 152; quarter++) {
            quarters.add(moving(quarter));
        }
        ChargeSearch search = ChargeSearch.NOTHING.next(quarters, at(200));
        assertThat(search.closed()).containsExactly(window(2, 98), window(98, 152));
    }

    @Test
    void changeOfTheMappingEndsTheOpenCharge() {
        ChargeSearch search =
                ChargeSearch.NOTHING.next(List.of(moving(4)), at(5)).end();
        assertThat(search.closed()).containsExactly(window(4, 5));
        assertThat(search.open()).isNull();
        assertThat(search.end().closed()).isEmpty();
    }

    @Test
    void isKnownTenMinutesAfterTheHourThatHoldsTheRest() {
        assertThat(window(0, 2).knownAt()).isEqualTo(START.plus(Duration.ofMinutes(70)));
        assertThat(window(0, 3).knownAt()).isEqualTo(START.plus(Duration.ofMinutes(130)));
    }

    @Test
    void refusesQuarterHoursOutOfOrder() {
        ChargeSearch open = ChargeSearch.NOTHING.next(List.of(moving(4)), at(5));
        assertThatThrownBy(() -> open.next(List.of(moving(4)), at(6))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open.next(List.of(moving(6), moving(5)), at(8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open.next(List.of(moving(6)), at(6))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new QuarterHour(START.plusSeconds(60), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window(0, 97)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.energy.alert.DeviceHour.Flaws;
import io.wattline.energy.alert.DeviceHour.Range;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HourFindingsTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::raisedAt)
            .thenComparing(f -> f.facts().toString());

    @Test
    void findingsComputedHourByHourEqualThoseOfOnePass() {
        for (long seed = 1; seed <= 20; seed++) {
            List<PairHour> hours = life(seed, 1_200);
            List<Finding> expected = sorted(HourFindings.of(hours));
            Random random = new Random(seed);
            List<Finding> known = List.of();
            int at = 0;
            while (at < hours.size()) {
                int to = Math.min(hours.size(), at + (random.nextInt(20) == 0 ? 1 + random.nextInt(300) : 1));
                known = next(known, hours, at, to);
                at = to;
            }
            assertThat(sorted(known)).as("seed %d", seed).isNotEmpty().isEqualTo(expected);
        }
    }

    @Test
    void findingsComputedFromAnyHourAreTheSame() {
        List<PairHour> hours = life(7, 900);
        List<Finding> expected = sorted(HourFindings.of(hours));
        for (int from = 0; from < hours.size(); from += 53) {
            assertThat(sorted(next(expected, hours, from, hours.size())))
                    .as("from hour %d", from)
                    .isEqualTo(expected);
        }
    }

    @Test
    void deviceSilentForMoreThanAWeekStaysSilentUntilItsNextHeartbeat() {
        List<PairHour> hours = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean beats = i < 10 || i >= 19_990;
            hours.add(new PairHour(at(i), beats ? told(0, 0, 230) : DeviceHour.EMPTY, told(0, 0, 0)));
        }
        assertThat(HourFindings.of(hours)).singleElement().satisfies(finding -> {
            assertThat(finding.raisedAt()).isEqualTo(at(16));
            assertThat(finding.clearedAt()).isEqualTo(at(19_991));
        });
    }

    private static List<Finding> next(List<Finding> known, List<PairHour> hours, int from, int to) {
        int first = Math.max(0, from - (int) HourFindings.LOOKING_BACK.toHours());
        return HourFindings.next(known, hours.subList(first, to), at(from));
    }

    private static List<Finding> sorted(List<Finding> findings) {
        return findings.stream().sorted(ORDER).toList();
    }

    private static Instant at(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    /// Stretches of every kind of trouble, of lengths around the limits of the rules and far beyond them.
    private static List<PairHour> life(long seed, int count) {
        Random random = new Random(seed);
        List<PairHour> hours = new ArrayList<>();
        while (hours.size() < count) {
            int length = random.nextInt(4) == 0 ? 1 + random.nextInt(250) : 1 + random.nextInt(30);
            int what = random.nextInt(6);
            for (int i = 0; i < length && hours.size() < count; i++) {
                hours.add(hour(at(hours.size()), what, random));
            }
        }
        return hours;
    }

    private static PairHour hour(Instant start, int what, Random random) {
        DeviceHour moving = told(random.nextInt(3) == 0 ? 0 : 3, 0.07, 228 + random.nextInt(4));
        DeviceHour resting = told(0, 0, 229 + random.nextInt(3));
        return switch (what) {
            case 0 -> new PairHour(start, DeviceHour.EMPTY, resting);
            case 1 -> new PairHour(start, random.nextInt(8) == 0 ? moving : resting, DeviceHour.EMPTY);
            case 2 -> new PairHour(start, same(0.05, 231), resting);
            case 3 -> new PairHour(start, told(0.4, 0.01, 230), told(0, 0, 0));
            case 4 -> new PairHour(start, flawed(random), resting);
            default -> new PairHour(start, moving, moving);
        };
    }

    private static DeviceHour told(double kwh, double least, double voltage) {
        return new DeviceHour(
                60,
                BigDecimal.valueOf(kwh),
                new Range(least, least + 0.01),
                new Range(voltage - 1, voltage + 1),
                Flaws.NONE);
    }

    private static DeviceHour same(double kwh, double voltage) {
        return new DeviceHour(
                60, BigDecimal.valueOf(60 * kwh), new Range(kwh, kwh), new Range(voltage, voltage), Flaws.NONE);
    }

    private static DeviceHour flawed(Random random) {
        return new DeviceHour(
                60,
                BigDecimal.ZERO,
                new Range(0, 0.01),
                null,
                new Flaws(random.nextInt(5), random.nextInt(40) == 0 ? 1 : 0, random.nextInt(40) == 0 ? 1 : 0));
    }
}

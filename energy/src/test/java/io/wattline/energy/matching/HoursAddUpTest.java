package io.wattline.energy.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.pairing.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Matching hour by hour, each hour with its own readings only, against all readings at once and against a naive
/// search.
class HoursAddUpTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final EfficiencyCurve HEALTHY = MeasuredEfficiency.curve();
    private static final int HOURS = 6;
    private static final long MICROS_A_SECOND = 1_000_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private Duration tolerance = Duration.ofSeconds(30);
    private TreeMap<Long, Long> meter = new TreeMap<>();
    private TreeMap<Long, Long> vehicle = new TreeMap<>();

    private static long micros(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos() / 1_000;
    }

    /// No step is longer than twice the shortest, so none is a gap.
    private TreeMap<Long, Long> withoutGaps() {
        TreeMap<Long, Long> readings = new TreeMap<>();
        long step = (5 + random.nextInt(400)) * MICROS_A_SECOND;
        boolean exact = random.nextInt(3) == 0;
        long offset = random.nextInt(60) * MICROS_A_SECOND / 2;
        for (long at = offset; at < HOURS * 3_600 * MICROS_A_SECOND; ) {
            readings.put(micros(START) + at, (long) random.nextInt(2_000));
            at += exact ? step : step + (long) (random.nextDouble() * step);
        }
        return readings;
    }

    private TreeMap<Long, Long> withEverything() {
        TreeMap<Long, Long> readings = withoutGaps();
        List<Long> times = new ArrayList<>(readings.keySet());
        for (int i = random.nextInt(20); i > 0; i--) {
            long at = times.get(random.nextInt(times.size()));
            switch (random.nextInt(4)) {
                case 0 -> readings.put(at, Heartbeats.VOID);
                case 1 -> readings.put(at, 900_000_000L);
                case 2 -> readings.subMap(at, at + 1_000 * MICROS_A_SECOND).clear();
                default -> readings.put(at + 1, 5L);
            }
        }
        return readings;
    }

    private static Heartbeats between(TreeMap<Long, Long> readings, Instant from, Instant to) {
        Map<Long, Long> inside = readings.subMap(micros(from), micros(to));
        return Heartbeats.of(
                inside.keySet().stream().mapToLong(Long::longValue).toArray(),
                inside.values().stream().mapToLong(Long::longValue).toArray());
    }

    private SpanMatching matching(Instant from, Instant to) {
        return new SpanMatching(between(meter, from, to), between(vehicle, from, to), tolerance, HEALTHY);
    }

    private SpanMatching ofHour(Instant hour) {
        return matching(SpanMatching.readingsFrom(hour, tolerance), SpanMatching.readingsUntil(hour, tolerance));
    }

    /// As a window is answered: whole hours and parts of hours, each with the readings of its hour.
    private MatchedEnergy inWindow(Instant from, Instant to, Instant since) {
        MatchedEnergy sum = MatchedEnergy.NONE;
        for (Instant hour = START; hour.isBefore(to); hour = hour.plus(HOUR)) {
            Instant first = hour.isBefore(from) ? from : hour;
            Instant end = hour.plus(HOUR).isBefore(to) ? hour.plus(HOUR) : to;
            if (first.isBefore(end)) {
                sum = sum.plus(ofHour(hour).in(first, end, since));
            }
        }
        return sum;
    }

    private Instant moment() {
        return START.plusSeconds(random.nextInt(HOURS * 3_600)).plusNanos(random.nextInt(1_000_000) * 1_000L);
    }

    @RepeatedTest(200)
    void theHoursAreTheWholeWhereNothingIsMissing() {
        tolerance = Duration.ofSeconds(1 + random.nextInt(120));
        meter = withoutGaps();
        vehicle = withoutGaps();
        Instant end = START.plus(HOUR.multipliedBy(HOURS));
        MatchedEnergy whole = matching(START, end).in(START, end, Instant.EPOCH);
        assertThat(inWindow(START, end, Instant.EPOCH)).as("seed %d", seed).isEqualTo(whole);
    }

    @RepeatedTest(200)
    void anyCutAddsUpToTheWholeWindow() {
        tolerance = Duration.ofSeconds(1 + random.nextInt(300));
        meter = withEverything();
        vehicle = withEverything();
        Instant from = moment();
        Instant to = from.plusSeconds(1 + random.nextInt(4 * 3_600));
        Instant since = random.nextBoolean() ? Instant.EPOCH : moment();
        Instant cut = from.plusNanos(
                (long) (random.nextDouble() * Duration.between(from, to).toNanos()) / 1_000 * 1_000);
        MatchedEnergy parts = inWindow(from, cut, since).plus(inWindow(cut, to, since));
        assertThat(parts).as("seed %d", seed).isEqualTo(inWindow(from, to, since));
    }

    @RepeatedTest(100)
    void noReadingCountsTwice() {
        meter = withEverything();
        vehicle = withEverything();
        Instant end = START.plus(HOUR.multipliedBy(HOURS));
        MatchedEnergy all = inWindow(START, end, Instant.EPOCH);
        assertThat(all.energy().ac())
                .as("seed %d", seed)
                .isLessThanOrEqualTo(between(meter, START, end).kwh());
        assertThat(all.energy().dc())
                .as("seed %d", seed)
                .isLessThanOrEqualTo(between(vehicle, START, end).kwh());
        assertThat(all.time())
                .as("seed %d", seed)
                .isLessThanOrEqualTo(all.known().ac());
    }

    @RepeatedTest(100)
    void marksAreTheMutualNearestReadings() {
        meter = withEverything();
        vehicle = withEverything();
        Instant end = START.plus(HOUR.multipliedBy(HOURS + 1));
        Heartbeats ac = between(meter, START, end);
        Heartbeats dc = between(vehicle, START, end);
        Marks marks = Marks.of(ac, dc, tolerance);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            found.add(ac.micros(marks.meter(i)) + " " + dc.micros(marks.vehicle(i)));
        }
        List<String> naive = new ArrayList<>();
        for (long m : sound(meter)) {
            for (long v : sound(vehicle)) {
                boolean near = Math.abs(m - v) <= tolerance.toNanos() / 1_000;
                if (near
                        && sound(vehicle).stream().noneMatch(other -> other != v && isNearer(m, other, m, v))
                        && sound(meter).stream().noneMatch(other -> other != m && isNearer(other, v, m, v))) {
                    naive.add(m + " " + v);
                }
            }
        }
        assertThat(found).as("seed %d", seed).isEqualTo(naive);
    }

    private static List<Long> sound(TreeMap<Long, Long> readings) {
        return readings.entrySet().stream()
                .filter(reading -> reading.getValue() != Heartbeats.VOID)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isNearer(long m, long v, long thanM, long thanV) {
        long distance = Math.abs(m - v);
        long than = Math.abs(thanM - thanV);
        return distance < than || (distance == than && m <= v && thanM > thanV);
    }

    @Test
    void streamsHalfAStepApartHaveAMarkAtEachReading() {
        for (long second = 0; second < HOURS * 3_600; second += 60) {
            meter.put(micros(START) + second * MICROS_A_SECOND, 1_000L);
            vehicle.put(micros(START) + (second + 30) * MICROS_A_SECOND, 900L);
        }
        MatchedEnergy all = inWindow(START, START.plus(HOUR.multipliedBy(HOURS)), Instant.EPOCH);
        assertThat(all.spans()).isEqualTo(HOURS * 60 - 1);
        assertThat(all.energy().ratio()).isEqualByComparingTo("0.9");
    }

    @Test
    void aVoidOrImplausibleReadingBreaksItsSpanAlone() {
        for (long second = 0; second < HOURS * 3_600; second += 60) {
            meter.put(micros(START) + second * MICROS_A_SECOND, 1_000L);
            vehicle.put(micros(START) + second * MICROS_A_SECOND, 900L);
        }
        Instant end = START.plus(HOUR.multipliedBy(HOURS));
        long spans = inWindow(START, end, Instant.EPOCH).spans();
        meter.put(micros(START) + 3_600 * MICROS_A_SECOND, Heartbeats.VOID);
        vehicle.put(micros(START) + 7_200 * MICROS_A_SECOND, 17_000_000L);
        MatchedEnergy rest = inWindow(START, end, Instant.EPOCH);
        assertThat(rest.spans()).isEqualTo(spans - 3);
        assertThat(rest.energy().ratio()).isEqualByComparingTo("0.9");
        assertThat(rest.known().dc()).isEqualTo(Duration.ofMinutes(spans - 1));
    }
}

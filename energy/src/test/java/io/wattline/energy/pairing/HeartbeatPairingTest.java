package io.wattline.energy.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatPairingTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /// A heartbeat of a test: its offset in microseconds from the start, its energy in millionths of a kWh.
    private record Beat(long micros, long microKwh) {}

    private static Heartbeats series(List<Beat> beats) {
        Heartbeats series = new Heartbeats();
        for (Beat beat : beats) {
            series.add(
                    START.plusNanos(beat.micros * 1_000),
                    BigDecimal.valueOf(beat.microKwh, 6).stripTrailingZeros());
        }
        return series;
    }

    /// Beats at whole seconds; beat n carries 10^n millionths, so that a sum tells which ones were taken.
    private static List<Beat> at(double... seconds) {
        List<Beat> beats = new ArrayList<>();
        long microKwh = 1;
        for (double second : seconds) {
            beats.add(new Beat(Math.round(second * 1e6), microKwh));
            microKwh *= 10;
        }
        return beats;
    }

    private static PairedEnergy pair(List<Beat> meter, List<Beat> vehicle) {
        return HeartbeatPairing.pair(series(meter), series(vehicle), TOLERANCE);
    }

    private static void assertPaired(PairedEnergy paired, int count, long microAc, long microDc) {
        assertThat(paired.heartbeats()).isEqualTo(count);
        assertThat(paired.kwhAc()).isEqualByComparingTo(BigDecimal.valueOf(microAc, 6));
        assertThat(paired.kwhDc()).isEqualByComparingTo(BigDecimal.valueOf(microDc, 6));
    }

    @Test
    void pairsWhatIsUpToTheToleranceApartInclusive() {
        assertPaired(pair(at(0), at(30)), 1, 1, 1);
        assertPaired(pair(at(30), at(0)), 1, 1, 1);
        assertPaired(pair(at(0), at(30.000001)), 0, 0, 0);
        assertPaired(pair(at(5), at(5)), 1, 1, 1);
    }

    @Test
    void usesEachHeartbeatOnce() {
        assertPaired(pair(at(0, 10, 20), at(9)), 1, 10, 1);
        assertPaired(pair(at(9), at(0, 10, 20)), 1, 1, 10);
    }

    @Test
    void takesTheClosestFirstEvenIfThatLeavesOthersAlone() {
        assertPaired(pair(at(0, 40), at(20, 41)), 2, 11, 11);
        assertPaired(pair(at(0, 21), at(20, 60)), 1, 10, 1);
    }

    @Test
    void breaksTiesByMeterTimeThenVehicleTime() {
        assertPaired(pair(at(0, 20), at(10)), 1, 1, 1);
        assertPaired(pair(at(10), at(0, 20)), 1, 1, 1);
    }

    @Test
    void skipsHeartbeatsWithoutAPartnerOnBothSides() {
        assertPaired(pair(at(0, 60, 120, 180), at(1, 181)), 2, 1_001, 11);
        assertPaired(pair(at(0), at()), 0, 0, 0);
        assertPaired(pair(at(), at()), 0, 0, 0);
    }

    @Test
    void refusesSeriesOutOfOrder() {
        assertThatThrownBy(() -> series(at(1, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> series(at(2, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Long> seeds() {
        Random random = new Random();
        return random.longs(200).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithTheNaiveModel(long seed) {
        RandomGenerator random = new Random(seed);
        List<Beat> meter = randomBeats(random);
        List<Beat> vehicle = randomBeats(random);
        PairedEnergy expected = naive(meter, vehicle);
        PairedEnergy actual = pair(meter, vehicle);
        assertThat(actual.heartbeats()).as("pairs, seed %d", seed).isEqualTo(expected.heartbeats());
        assertThat(actual.kwhAc()).as("AC, seed %d", seed).isEqualByComparingTo(expected.kwhAc());
        assertThat(actual.kwhDc()).as("DC, seed %d", seed).isEqualByComparingTo(expected.kwhDc());
    }

    // Heartbeats a few seconds to minutes apart, on a grid that makes ties likely, with gaps and an offset.
    private static List<Beat> randomBeats(RandomGenerator random) {
        long grid = List.of(1L, 1_000_000L, 5_000_000L, 15_000_000L).get(random.nextInt(4));
        long step = List.of(2_000_000L, 15_000_000L, 60_000_000L, 90_000_000L).get(random.nextInt(4));
        long jitter = random.nextBoolean() ? 1 : step;
        long time = random.nextLong(70_000_000L) / grid * grid;
        TreeMap<Long, Beat> beats = new TreeMap<>();
        int count = random.nextInt(120);
        for (int i = 0; i < count; i++) {
            long exact = time + random.nextLong(jitter);
            long micros = exact / grid * grid;
            beats.put(micros, new Beat(micros, random.nextLong(2_000_000)));
            time += random.nextInt(20) == 0 ? 20 * step : step;
        }
        return List.copyOf(beats.values());
    }

    // The rule word by word: all pairs within the tolerance, sorted, each heartbeat used once.
    private static PairedEnergy naive(List<Beat> meter, List<Beat> vehicle) {
        record Pair(Beat meter, Beat vehicle) {
            long distance() {
                return Math.abs(meter.micros() - vehicle.micros());
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (Beat m : meter) {
            for (Beat v : vehicle) {
                Pair pair = new Pair(m, v);
                if (pair.distance() <= TOLERANCE.toNanos() / 1_000) {
                    pairs.add(pair);
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::distance)
                .thenComparingLong(pair -> pair.meter().micros())
                .thenComparingLong(pair -> pair.vehicle().micros()));
        Set<Beat> usedMeter = new HashSet<>();
        Set<Beat> usedVehicle = new HashSet<>();
        PairedEnergy sum = PairedEnergy.NONE;
        for (Pair pair : pairs) {
            if (!usedMeter.contains(pair.meter) && !usedVehicle.contains(pair.vehicle)) {
                usedMeter.add(pair.meter);
                usedVehicle.add(pair.vehicle);
                sum = sum.plus(new PairedEnergy(
                        1,
                        BigDecimal.valueOf(pair.meter.microKwh(), 6),
                        BigDecimal.valueOf(pair.vehicle.microKwh(), 6)));
            }
        }
        return sum;
    }
}

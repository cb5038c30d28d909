package io.wattline.energy.pairing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;

/// Pairs the heartbeats of a meter with those of a vehicle that are at most a tolerance apart, each used once,
/// always the closest two that are left; equally close ones in the order of meter time, then vehicle time.
///
/// Costs n log n in time and, while it runs, some 100 bytes for each heartbeat of the longest run without a gap.
///
/// Why only neighbours are looked at: merge both series by time. If another heartbeat lies strictly between a
/// meter's and a vehicle's, then it forms a closer pair with one of the two, whichever kind it is. So the closest
/// pair that is left always consists of neighbours, and after taking it out its neighbours become each other's.
/// Two heartbeats at the same instant are of different kinds and a pair of distance 0, so the order in which the
/// merge puts them does not matter.
public final class HeartbeatPairing {

    /// A pair that may be taken, as positions in the merged series.
    private record Candidate(long distance, long meterMicros, long vehicleMicros, int left, int right)
            implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            int order = Long.compare(distance, other.distance);
            if (order == 0) {
                order = Long.compare(meterMicros, other.meterMicros);
            }
            return order == 0 ? Long.compare(vehicleMicros, other.vehicleMicros) : order;
        }
    }

    private static final int NOBODY = -1;

    private final MergedSeries merged;
    private final long toleranceMicros;
    private final int[] previous;
    private final int[] next;
    private final boolean[] taken;
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();
    // Filled only where the partners are asked for.
    private int[] partnerOf = {};
    private long pairs;
    private long microKwhAc;
    private long microKwhDc;

    private HeartbeatPairing(MergedSeries merged, Duration tolerance) {
        this.merged = merged;
        this.toleranceMicros = tolerance.toNanos() / 1_000;
        this.previous = new int[merged.size()];
        this.next = new int[merged.size()];
        this.taken = new boolean[merged.size()];
    }

    /// Pairs two series.
    ///
    /// @param tolerance the most that two heartbeats of a pair may be apart, inclusive
    public static PairedEnergy pair(Heartbeats meter, Heartbeats vehicle, Duration tolerance) {
        HeartbeatPairing pairing = new HeartbeatPairing(new MergedSeries(meter, vehicle), tolerance);
        pairing.run();
        return new PairedEnergy(
                pairing.pairs,
                BigDecimal.valueOf(pairing.microKwhAc, Heartbeats.KWH_SCALE),
                BigDecimal.valueOf(pairing.microKwhDc, Heartbeats.KWH_SCALE));
    }

    /// The partner of each of the meter's heartbeats: its index in `vehicle`, or -1 where it has none.
    ///
    /// @param tolerance the most that two heartbeats of a pair may be apart, inclusive
    public static int[] partners(Heartbeats meter, Heartbeats vehicle, Duration tolerance) {
        HeartbeatPairing pairing = new HeartbeatPairing(new MergedSeries(meter, vehicle), tolerance);
        pairing.partnerOf = new int[meter.size()];
        Arrays.fill(pairing.partnerOf, NOBODY);
        pairing.run();
        return pairing.partnerOf;
    }

    // No pair reaches over a gap longer than the tolerance, so each run between two gaps is paired by itself.
    private void run() {
        int start = 0;
        for (int i = 1; i <= merged.size(); i++) {
            if (i == merged.size() || merged.micros(i) - merged.micros(i - 1) > toleranceMicros) {
                pairRun(start, i);
                start = i;
            }
        }
    }

    private void pairRun(int start, int end) {
        for (int i = start; i < end; i++) {
            previous[i] = i == start ? NOBODY : i - 1;
            next[i] = i == end - 1 ? NOBODY : i + 1;
            offer(previous[i], i);
        }
        while (!candidates.isEmpty()) {
            Candidate closest = candidates.remove();
            if (!taken[closest.left] && !taken[closest.right]) {
                take(closest.left, closest.right);
            }
        }
    }

    private void take(int left, int right) {
        taken[left] = true;
        taken[right] = true;
        pairs++;
        int meter = merged.isMeter(left) ? left : right;
        int vehicle = merged.isMeter(left) ? right : left;
        microKwhAc += merged.microKwh(meter);
        microKwhDc += merged.microKwh(vehicle);
        if (partnerOf.length > 0) {
            partnerOf[merged.index(meter)] = merged.index(vehicle);
        }
        int before = previous[left];
        int after = next[right];
        if (before != NOBODY) {
            next[before] = after;
        }
        if (after != NOBODY) {
            previous[after] = before;
        }
        offer(before, after);
    }

    private void offer(int left, int right) {
        if (left == NOBODY || right == NOBODY || merged.isMeter(left) == merged.isMeter(right)) {
            return;
        }
        long distance = merged.micros(right) - merged.micros(left);
        if (distance <= toleranceMicros) {
            boolean meterFirst = merged.isMeter(left);
            candidates.add(new Candidate(
                    distance,
                    merged.micros(meterFirst ? left : right),
                    merged.micros(meterFirst ? right : left),
                    left,
                    right));
        }
    }
}

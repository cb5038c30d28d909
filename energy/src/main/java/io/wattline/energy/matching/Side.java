package io.wattline.energy.matching;

import io.wattline.energy.pairing.Heartbeats;
import java.util.Arrays;

/// One side's readings with their gaps.
final class Side {

    // A step longer than so many of the stream's median steps is a gap.
    private static final double GAP_IN_MEDIANS = 2.5;

    private final Heartbeats readings;
    private final long longestMicros;
    // Gaps and energies up to and including reading i.
    private final int[] gaps;
    private final long[] microKwh;

    Side(Heartbeats readings) {
        this.readings = readings;
        this.longestMicros = (long) (GAP_IN_MEDIANS * medianStep(readings));
        this.gaps = new int[readings.size()];
        this.microKwh = new long[readings.size()];
        for (int i = 0; i < readings.size(); i++) {
            gaps[i] = i == 0 ? 0 : gaps[i - 1] + (isGapBefore(i) ? 1 : 0);
            microKwh[i] = i == 0 ? readings.microKwh(i) : microKwh[i - 1] + readings.microKwh(i);
        }
    }

    private static long medianStep(Heartbeats readings) {
        if (readings.size() < 2) {
            return 0;
        }
        long[] steps = new long[readings.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = readings.micros(i + 1) - readings.micros(i);
        }
        Arrays.sort(steps);
        return steps[(steps.length - 1) / 2];
    }

    private boolean isGapBefore(int i) {
        return step(i) > longestMicros;
    }

    private long step(int i) {
        return readings.micros(i) - readings.micros(i - 1);
    }

    long micros(int i) {
        return readings.micros(i);
    }

    boolean hasGapBetween(int from, int to) {
        return gaps[to] != gaps[from];
    }

    /// The energy of the readings after `from` up to and including `to`.
    long microKwhBetween(int from, int to) {
        return microKwh[to] - microKwh[from];
    }

    /// The steps without a gap whose later reading is in `[from, to)` and whose earlier one is not before `since`.
    long knownMicros(long from, long to, long since) {
        long known = 0;
        for (int i = 1; i < readings.size(); i++) {
            boolean isInside = readings.micros(i) >= from && readings.micros(i) < to;
            if (isInside && readings.micros(i - 1) >= since && !isGapBefore(i)) {
                known += step(i);
            }
        }
        return known;
    }
}

package io.wattline.energy.matching;

import io.wattline.energy.pairing.Heartbeats;
import java.util.Arrays;

/// One side's readings with their breaks: steps over which the energy is not known.
final class Side {

    // A step longer than so many of the stream's median steps is a gap.
    private static final double GAP_IN_MEDIANS = 2.5;

    // More than any charger draws: such a reading is a mistake of units, or a register sent as an energy.
    private static final double MAX_WATTS = 1e6;

    private final Heartbeats readings;
    private final long longestMicros;
    // Breaks and energies up to and including reading i.
    private final int[] breaks;
    private final long[] microKwh;

    Side(Heartbeats readings) {
        this.readings = readings;
        this.longestMicros = (long) (GAP_IN_MEDIANS * medianStep(readings));
        this.breaks = new int[readings.size()];
        this.microKwh = new long[readings.size()];
        for (int i = 1; i < readings.size(); i++) {
            breaks[i] = breaks[i - 1] + (isBreak(i) ? 1 : 0);
            microKwh[i] = microKwh[i - 1] + (readings.isVoid(i) ? 0 : readings.microKwh(i));
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

    /// Whether the step that ends with reading `i` is a gap, or its energy is void or implausible.
    private boolean isBreak(int i) {
        return step(i) > longestMicros
                || readings.isVoid(i)
                || readings.microKwh(i) * SpanMatching.WATTS_A_MICRO / step(i) > MAX_WATTS;
    }

    private long step(int i) {
        return readings.micros(i) - readings.micros(i - 1);
    }

    long micros(int i) {
        return readings.micros(i);
    }

    boolean hasBreakBetween(int from, int to) {
        return breaks[to] != breaks[from];
    }

    /// The energy of the readings after `from` up to and including `to`.
    long microKwhBetween(int from, int to) {
        return microKwh[to] - microKwh[from];
    }

    /// The steps without a break whose later reading is in `[from, to)` and whose earlier one is not before `since`.
    long knownMicros(long from, long to, long since) {
        long known = 0;
        for (int i = 1; i < readings.size(); i++) {
            boolean isInside = readings.micros(i) >= from && readings.micros(i) < to;
            if (isInside && readings.micros(i - 1) >= since && !isBreak(i)) {
                known += step(i);
            }
        }
        return known;
    }
}

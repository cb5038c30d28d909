package io.wattline.energy.charge;

import io.wattline.energy.pairing.Heartbeats;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.IntStream;

/// One side of a charge, minute by minute.
///
/// A minute is *sure* if every step between readings that reaches into it is at most 1.5 times the stream's median
/// step. After a longer step a heartbeat is missing, and whether the next one carries its energy is unknown.
final class SideMinutes {

    private static final long MINUTE_MICROS = 60_000_000;
    private static final double GAP_IN_MEDIANS = 1.5;
    private static final long ON_MICRO_KWH = 3_333;

    private final long startMicros;
    private final long[] microKwh;
    private final boolean[] ends;
    private final boolean[] sure;
    private final double minutesAStep;

    SideMinutes(Heartbeats readings, ChargeWindow window) {
        this.startMicros = micros(window.startsAt());
        int minutes = (int) ChronoUnit.MINUTES.between(window.startsAt(), window.endsAt());
        this.microKwh = new long[minutes];
        this.ends = new boolean[minutes];
        this.sure = new boolean[minutes];
        int[] inside = IntStream.range(0, readings.size())
                .filter(i -> readings.micros(i) >= micros(window.readFrom()))
                .filter(i -> readings.micros(i) < micros(window.readTo()))
                .toArray();
        for (int i : inside) {
            int minute = minute(readings.micros(i));
            if (minute >= 0 && minute < minutes) {
                microKwh[minute] += readings.microKwh(i);
                ends[minute] = true;
            }
        }
        long median = medianStep(readings, inside);
        this.minutesAStep = Math.max(1, median / (double) MINUTE_MICROS);
        markSure(readings, inside, (long) (GAP_IN_MEDIANS * median));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private int minute(long micros) {
        return (int) Math.floorDiv(micros - startMicros, MINUTE_MICROS);
    }

    private static long medianStep(Heartbeats readings, int[] inside) {
        long[] steps = IntStream.range(1, inside.length)
                .mapToLong(k -> readings.micros(inside[k]) - readings.micros(inside[k - 1]))
                .sorted()
                .toArray();
        return steps.length == 0 ? 0 : steps[(steps.length - 1) / 2];
    }

    private void markSure(Heartbeats readings, int[] inside, long longest) {
        boolean[] isGap = new boolean[sure.length];
        for (int k = 1; k < inside.length; k++) {
            long before = readings.micros(inside[k - 1]);
            long at = readings.micros(inside[k]);
            int from = Math.max(0, Math.min(minute(before) + 1, minute(at)));
            int to = Math.min(sure.length, minute(at) + 1);
            if (from < to) {
                Arrays.fill(at - before > longest ? isGap : sure, from, to, true);
            }
        }
        for (int minute = 0; minute < sure.length; minute++) {
            sure[minute] &= !isGap[minute];
        }
    }

    int size() {
        return microKwh.length;
    }

    long microKwh(int minute) {
        return microKwh[minute];
    }

    /// Whether a reading ends in the minute.
    boolean ends(int minute) {
        return ends[minute];
    }

    boolean isSure(int minute) {
        return sure[minute];
    }

    /// The usual time between two readings, in minutes, at least 1.
    double minutesAStep() {
        return minutesAStep;
    }

    long sum() {
        return Arrays.stream(microKwh).sum();
    }

    /// The minutes with at least this energy.
    int[] minutesFrom(long leastMicroKwh) {
        return IntStream.range(0, microKwh.length)
                .filter(minute -> microKwh[minute] >= leastMicroKwh)
                .toArray();
    }

    /// The minutes that charge: more than 200 W.
    int[] minutesOn() {
        return minutesFrom(ON_MICRO_KWH + 1);
    }

    /// The least distance between two of the energies of these minutes, or the least of them: the counter's step.
    double stepKwh(int[] minutes) {
        long[] values = Arrays.stream(minutes)
                .mapToLong(minute -> microKwh[minute])
                .sorted()
                .distinct()
                .toArray();
        long least = values.length == 0 ? 0 : values[0];
        for (int i = 1; i < values.length; i++) {
            least = Math.min(least, values[i] - values[i - 1]);
        }
        return least / 1e6;
    }

    /// The energy of each quarter hour, in kWh.
    double[] quarters() {
        int length = (int) QuarterHour.LENGTH.toMinutes();
        double[] kwh = new double[microKwh.length / length];
        for (int minute = 0; minute < kwh.length * length; minute++) {
            kwh[minute / length] += microKwh[minute] / 1e6;
        }
        return kwh;
    }
}

package io.wattline.energy.charge;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The spans of a charge, and which of them are compared.
///
/// A span runs from one step of the vehicle's counter to the next, where a reading of the meter ends in the same
/// minute; the first from rest, the last to rest. A minute that either side is not sure of spoils its whole span and
/// nothing else, so no half steps are compared. Stretches in which one side alone moved are left out too, see
/// [OneSided].
final class Spans {

    private final SideMinutes meter;
    private final SideMinutes vehicle;
    private final int[] bounds;
    private final boolean[] whole;
    private final boolean[] used;

    Spans(SideMinutes meter, SideMinutes vehicle) {
        this.meter = meter;
        this.vehicle = vehicle;
        this.bounds = IntStream.concat(
                        IntStream.of(0, meter.size()),
                        Arrays.stream(vehicle.minutesFrom(1))
                                .filter(meter::ends)
                                .map(minute -> minute + 1))
                .sorted()
                .distinct()
                .toArray();
        this.whole = new boolean[size()];
        this.used = new boolean[size()];
        OneSided oneSided = new OneSided(meter, vehicle);
        for (int i = 0; i < size(); i++) {
            whole[i] = IntStream.range(bounds[i], bounds[i + 1])
                    .allMatch(minute -> meter.isSure(minute) && vehicle.isSure(minute));
            used[i] = whole[i] && !oneSided.holds(span(i));
        }
    }

    /// One span.
    ///
    /// @param from first minute
    /// @param to the minute after the last
    record Span(int from, int to, long microKwhAc, long microKwhDc) {

        int minutes() {
            return to - from;
        }
    }

    private Span span(int i) {
        return new Span(
                bounds[i], bounds[i + 1], sum(meter, bounds[i], bounds[i + 1]), sum(vehicle, bounds[i], bounds[i + 1]));
    }

    private static long sum(SideMinutes side, int from, int to) {
        return IntStream.range(from, to).mapToLong(side::microKwh).sum();
    }

    private int size() {
        return bounds.length - 1;
    }

    private IntStream all() {
        return IntStream.range(0, size());
    }

    long microKwhAc() {
        return all().filter(i -> used[i]).mapToLong(i -> span(i).microKwhAc()).sum();
    }

    long microKwhDc() {
        return all().filter(i -> used[i]).mapToLong(i -> span(i).microKwhDc()).sum();
    }

    double coverage() {
        int sure =
                all().filter(i -> whole[i]).map(i -> bounds[i + 1] - bounds[i]).sum();
        return sure / (double) meter.size();
    }

    /// How many runs of spans are left out.
    int cuts() {
        return (int) all().filter(i -> !used[i] && (i == 0 || used[i - 1])).count();
    }

    /// The time at more than 200 W in the used spans. Where the counter, or the reading, moves once in several minutes,
    /// each minute with energy stands for so many.
    double hoursOn() {
        boolean[] kept = new boolean[meter.size()];
        all().filter(i -> used[i]).forEach(i -> Arrays.fill(kept, bounds[i], bounds[i + 1], true));
        int[] on =
                Arrays.stream(meter.minutesOn()).filter(minute -> kept[minute]).toArray();
        int[] steps = IntStream.range(1, on.length)
                .map(k -> on[k] - on[k - 1])
                .sorted()
                .toArray();
        int keptMinutes = (int)
                IntStream.range(0, kept.length).filter(minute -> kept[minute]).count();
        int step = steps.length == 0 ? 1 : (steps[(steps.length - 1) / 2] + steps[steps.length / 2]) / 2;
        return (step > 1 ? Math.min(on.length * step, keptMinutes) : on.length) / 60.0;
    }
}

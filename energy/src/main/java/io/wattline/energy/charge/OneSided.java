package io.wattline.energy.charge;

import java.util.Arrays;

/// Stretches of a charge in which one side alone moved, and that say nothing of a loss.
///
/// The meter alone for 15 minutes or more before the vehicle's first energy or after its last: preheating, or a charger
/// that lingers, unless the other end shows that the vehicle's clock is off by as much. The vehicle alone more than 25
/// minutes from any energy of the meter, or more than 5 minutes from it and 2.5 times faster than the meter ever ran:
/// a charge elsewhere. Its first step stays: that span reaches back to the meter's energy.
final class OneSided {

    private static final int LONG_MINUTES = 15;
    private static final long LEAST_MICRO_KWH = 50_000;
    // 20 W for a minute.
    private static final long DRAWS_MICRO_KWH = 334;
    private static final int FAR_MINUTES = 25;
    private static final int NEAR_MINUTES = 5;
    private static final double TOO_FAST = 2.5;
    private static final double TOP_SHARE = 0.9;

    private final SideMinutes meter;
    private final int[] on;
    private final int[] ticks;
    // What the meter drew before the first tick and after the last, in minutes, beyond an offset of the clocks.
    private final int minutesBefore;
    private final int minutesAfter;

    OneSided(SideMinutes meter, SideMinutes vehicle) {
        this.meter = meter;
        this.on = meter.minutesOn();
        this.ticks = vehicle.minutesFrom(1);
        int[] draws = meter.minutesFrom(DRAWS_MICRO_KWH);
        boolean haveBoth = on.length > 0 && ticks.length > 0;
        int lead = haveBoth ? on[0] - ticks[0] : 0;
        int trail = haveBoth ? on[on.length - 1] - ticks[ticks.length - 1] : 0;
        boolean drew = draws.length > 0 && ticks.length > 0;
        this.minutesBefore = drew ? ticks[0] - draws[0] + Math.min(trail, 0) : 0;
        this.minutesAfter = drew ? draws[draws.length - 1] - ticks[ticks.length - 1] - Math.max(lead, 0) : 0;
    }

    boolean holds(Spans.Span span) {
        return ticks.length > 0 && (isMeterAlone(span) || isVehicleAlone(span));
    }

    private boolean isMeterAlone(Spans.Span span) {
        if (span.microKwhAc() < LEAST_MICRO_KWH) {
            return false;
        }
        boolean isFirst = span.from() == 0 && span.to() == ticks[0] + 1;
        boolean isLast = span.to() == meter.size() && span.microKwhDc() == 0;
        return (isFirst && minutesBefore >= LONG_MINUTES) || (isLast && minutesAfter >= LONG_MINUTES);
    }

    private boolean isVehicleAlone(Spans.Span span) {
        if (on.length == 0 || span.microKwhDc() == 0 || span.microKwhAc() >= 0.1 * span.microKwhDc()) {
            return false;
        }
        int distance = distanceFromOn(span.from() + span.minutes() / 2);
        double perMinute = span.microKwhDc() / (double) Math.max(span.minutes(), NEAR_MINUTES);
        boolean isTooFast = perMinute > TOO_FAST * topPerMinute();
        return distance > FAR_MINUTES || (distance > NEAR_MINUTES && isTooFast);
    }

    private int distanceFromOn(int minute) {
        return Arrays.stream(on).map(other -> Math.abs(other - minute)).min().orElse(0);
    }

    /// What the meter draws in a minute at its top rate: the ninth decile.
    private double topPerMinute() {
        long[] sorted = Arrays.stream(on).mapToLong(meter::microKwh).sorted().toArray();
        double position = TOP_SHARE * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double top = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        return top / meter.minutesAStep();
    }
}

package io.wattline.energy.matching;

import io.wattline.energy.Energy;
import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Matches a meter with a vehicle.
///
/// A *mark* is a reading of each side, each the other's nearest and within a tolerance of it; its instant is the later
/// of
/// the two. A *span* lies between two neighbouring marks, and both its energies are sums of all readings after the
/// earlier mark up to the later one. A span with a break on either side is left out, and so is one that is longer than
/// an
/// hour. A break is a step of more than 2.5 times that stream's median step, a void reading, or a reading that means
/// more
/// than 1,000 kW over its step. A span belongs wholly to the hour and the window of its later mark.
///
/// To have one result whatever the window, match hour by hour, each time with the readings of exactly
/// [#readingsFrom] to [#readingsUntil], for medians and breaks are taken over what is given. A part of an hour is
/// matched
/// with the readings of the whole hour and asked for with its own bounds. Readings outside those change nothing in the
/// marks: the earlier mark of a span is at most an hour back, its earlier reading a tolerance before that, and whether
/// two readings are each other's nearest is told by the readings within a tolerance of both. Nothing needs more than a
/// tolerance after the hour: both readings of the hour's last mark are before its end. So the sum over any cut of a
/// window
/// is that of the whole window. Filled once, then immutable.
public final class SpanMatching {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final double IDLE_WATTS = 200;
    // One millionth of a kWh in one microsecond.
    static final double WATTS_A_MICRO = 3.6e6;

    private final Side meter;
    private final Side vehicle;
    private final Marks marks;
    private final EfficiencyCurve healthy;

    /// A matching of two series.
    ///
    /// @param tolerance the most that the two readings of a mark may be apart, inclusive
    /// @param healthy what healthy cars reach
    public SpanMatching(Heartbeats meter, Heartbeats vehicle, Duration tolerance, EfficiencyCurve healthy) {
        this.meter = new Side(meter);
        this.vehicle = new Side(vehicle);
        this.marks = Marks.of(meter, vehicle, tolerance);
        this.healthy = healthy;
    }

    /// Where the readings start that the hour from `hour` on is matched with, inclusive.
    public static Instant readingsFrom(Instant hour, Duration tolerance) {
        return hour.minus(LONGEST).minus(tolerance.multipliedBy(2));
    }

    /// Where the readings end that the hour from `hour` on is matched with, exclusive.
    public static Instant readingsUntil(Instant hour, Duration tolerance) {
        return hour.plus(LONGEST).plus(tolerance);
    }

    /// The spans whose later mark is in `[from, to)`.
    ///
    /// @param mappedSince when the meter began to feed the vehicle: no span reaches back over it
    public MatchedEnergy in(Instant from, Instant to, Instant mappedSince) {
        long since = micros(mappedSince);
        Sums sums = new Sums();
        for (int later = 1; later < marks.size(); later++) {
            long at = instant(later);
            if (at >= micros(from) && at < micros(to) && isSound(later, since)) {
                sums.add(later);
            }
        }
        MatchedEnergy.Known known = new MatchedEnergy.Known(
                Duration.of(meter.knownMicros(micros(from), micros(to), since), ChronoUnit.MICROS),
                Duration.of(vehicle.knownMicros(micros(from), micros(to), since), ChronoUnit.MICROS));
        return sums.with(known);
    }

    private boolean isSound(int later, long since) {
        int earlier = later - 1;
        boolean isMapped =
                Math.min(meter.micros(marks.meter(earlier)), vehicle.micros(marks.vehicle(earlier))) >= since;
        return isMapped
                && instant(later) - instant(earlier) <= micros(LONGEST)
                && !meter.hasBreakBetween(marks.meter(earlier), marks.meter(later))
                && !vehicle.hasBreakBetween(marks.vehicle(earlier), marks.vehicle(later));
    }

    private long instant(int mark) {
        return Math.max(meter.micros(marks.meter(mark)), vehicle.micros(marks.vehicle(mark)));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private final class Sums {
        private long spans;
        private long micros;
        private long ac;
        private long dc;
        private long expected;
        private long standby;

        void add(int later) {
            int fromMeter = marks.meter(later - 1);
            int toMeter = marks.meter(later);
            long length = meter.micros(toMeter) - meter.micros(fromMeter);
            long drawn = meter.microKwhBetween(fromMeter, toMeter);
            double watts = drawn * WATTS_A_MICRO / length;
            spans++;
            micros += length;
            ac += drawn;
            dc += vehicle.microKwhBetween(marks.vehicle(later - 1), marks.vehicle(later));
            if (watts < IDLE_WATTS) {
                standby += drawn;
            } else {
                expected += Math.round(drawn * healthy.of(watts));
            }
        }

        MatchedEnergy with(MatchedEnergy.Known known) {
            return new MatchedEnergy(
                    spans,
                    Duration.of(micros, ChronoUnit.MICROS),
                    new Energy(kwh(ac), kwh(dc)),
                    kwh(expected),
                    kwh(standby),
                    known);
        }

        private BigDecimal kwh(long millionths) {
            return BigDecimal.valueOf(millionths, Heartbeats.KWH_SCALE);
        }
    }
}

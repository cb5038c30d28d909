package io.wattline.sim.workload;

import java.time.Duration;

/// Devices in turn at a fixed rate: the n-th heartbeat is due, and measured, at start + n / rate.
///
/// Open loop: when a message is due does not depend on how fast those before it went. Due times are exact to
/// the nanosecond and timestamps cut to the microsecond, for any n. With a ramp-up of length T the rate grows
/// evenly from 0: the n-th is due at √(2 n T / rate) while that is within T, and T / 2 + n / rate afterwards.
final class RateSchedule implements Schedule {

    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    private final int devices;
    private final int perSecond;
    private final long rampNanos;
    private final long startMicros;
    private long n;

    RateSchedule(int devices, int perSecond, Duration rampUp, long startMicros) {
        this.devices = devices;
        this.perSecond = perSecond;
        this.rampNanos = rampUp.toNanos();
        this.startMicros = startMicros;
    }

    @Override
    public Beat next() {
        long current = n++;
        return new Beat((int) (current % devices), dueNanos(current), atMicros(current - devices), atMicros(current));
    }

    private long atMicros(long count) {
        return startMicros + (isPlain(count) ? offset(count, MICROS) : dueNanos(count) / 1000);
    }

    private long dueNanos(long count) {
        if (isPlain(count)) {
            return offset(count, NANOS);
        }
        double ramped = Math.sqrt(2.0 * count * rampNanos / perSecond * NANOS);
        return ramped < rampNanos ? (long) ramped : rampNanos / 2 + offset(count, NANOS);
    }

    /// Before the start, where only the previous heartbeat of a first one lies, the rate is taken as even.
    private boolean isPlain(long count) {
        return rampNanos == 0 || count < 0;
    }

    /// `count / perSecond` in the given units, cut downwards; whole seconds apart, so that the product cannot
    /// overflow.
    private long offset(long count, long unitsPerSecond) {
        return Math.floorDiv(count, perSecond) * unitsPerSecond
                + Math.floorMod(count, perSecond) * unitsPerSecond / perSecond;
    }
}

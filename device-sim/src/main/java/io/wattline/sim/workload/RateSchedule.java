package io.wattline.sim.workload;

/// Devices in turn at a fixed rate: the n-th heartbeat is due, and measured, at start + n / rate.
///
/// Open loop: when a message is due does not depend on how fast those before it went. Due times are exact to the
/// nanosecond and
/// timestamps cut to the microsecond, for any n.
final class RateSchedule implements Schedule {

    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    private final int devices;
    private final int perSecond;
    private final long startMicros;
    private long n;

    RateSchedule(int devices, int perSecond, long startMicros) {
        this.devices = devices;
        this.perSecond = perSecond;
        this.startMicros = startMicros;
    }

    @Override
    public Beat next() {
        long current = n++;
        return new Beat(
                (int) (current % devices),
                offset(current, NANOS),
                startMicros + offset(current - devices, MICROS),
                startMicros + offset(current, MICROS));
    }

    /// `count / perSecond` in the given units, cut downwards; whole seconds apart, so that the product cannot
    /// overflow.
    private long offset(long count, long unitsPerSecond) {
        return Math.floorDiv(count, perSecond) * unitsPerSecond
                + Math.floorMod(count, perSecond) * unitsPerSecond / perSecond;
    }
}

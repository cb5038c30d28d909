package io.wattline.sim.workload;

import java.time.Duration;

/// When each device of a fleet measures: the heartbeats are spread evenly over the interval and counted from the
/// epoch.
///
/// Pair p of N measures at cycle × heartbeat + p × heartbeat / N, and its vehicle half such a step after its meter,
/// at most two seconds, so that the two readings of a pair belong together at any heartbeat.
///
/// @param devices an even number, two a pair
record HeartbeatGrid(int devices, long heartbeatMicros) {

    private static final long MAX_PAIR_GAP_MICROS = 2_000_000;

    HeartbeatGrid(int devices, Duration heartbeat) {
        this(devices, Micros.of(heartbeat));
    }

    /// The timestamp of a device in a cycle. Within a cycle it grows with the device's number.
    long atMicros(int device, long cycle) {
        return cycle * heartbeatMicros + phase(device);
    }

    /// The last cycle in which the device measures at or before an instant.
    long lastCycle(int device, long micros) {
        return Math.floorDiv(micros - phase(device), heartbeatMicros);
    }

    private long phase(int device) {
        long phase = (device / 2) * 2L * heartbeatMicros / devices;
        return device % 2 == 0 ? phase : phase + Math.min(heartbeatMicros / devices, MAX_PAIR_GAP_MICROS);
    }
}

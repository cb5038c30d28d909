package io.wattline.sim.workload;

/// When each device of a fleet measures, counted from the epoch and not from the beginning of a run.
///
/// Spread evenly, pair p of N measures at cycle × heartbeat + p × heartbeat / N, and its vehicle half such a
/// step after its meter, at most two seconds, so that the two readings of a pair belong together at any
/// heartbeat. In a burst all measure at cycle × heartbeat.
///
/// @param devices an even number, two a pair
/// @param heartbeatMicros the interval
/// @param burst all at once
record HeartbeatGrid(int devices, long heartbeatMicros, boolean burst) {

    private static final long MAX_PAIR_GAP_MICROS = 2_000_000;

    HeartbeatGrid(int devices, Pace.Heartbeat pace) {
        this(devices, Micros.of(pace.interval()), pace.burst());
    }

    /// The timestamp of a device in a cycle. Within a cycle it never falls as the device's number grows.
    long atMicros(int device, long cycle) {
        return cycle * heartbeatMicros + phase(device);
    }

    /// The last cycle in which the device measures at or before an instant.
    long lastCycle(int device, long micros) {
        return Math.floorDiv(micros - phase(device), heartbeatMicros);
    }

    private long phase(int device) {
        if (burst) {
            return 0;
        }
        long phase = (device / 2) * 2L * heartbeatMicros / devices;
        return device % 2 == 0 ? phase : phase + Math.min(heartbeatMicros / devices, MAX_PAIR_GAP_MICROS);
    }
}

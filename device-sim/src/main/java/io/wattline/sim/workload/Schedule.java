package io.wattline.sim.workload;

/// Who measures when, without an end. One thread.
@FunctionalInterface
interface Schedule {

    /// The next heartbeat, no earlier than the one before.
    Beat next();

    /// One heartbeat of one device.
    ///
    /// @param device its number
    /// @param dueNanos when it is to be sent, from the beginning of the run
    /// @param sinceMicros the device's previous heartbeat
    /// @param atMicros its timestamp
    record Beat(int device, long dueNanos, long sinceMicros, long atMicros) {}
}

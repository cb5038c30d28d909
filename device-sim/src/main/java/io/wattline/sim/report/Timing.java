package io.wattline.sim.report;

import java.time.Duration;

/// When things happened in a run.
///
/// @param elapsed from the beginning to the last result
/// @param intendedPerSecond readings a second between the first and the last due time; 0 for a run without due
///         times
/// @param achievedPerSecond readings a second between the first and the last hand-over to the MQTT client; 0
///         likewise
/// @param pubackMillis from the hand-over to the MQTT client to the PUBACK
/// @param lateMillis from a message's due time to that hand-over; zero for what had no due time
/// @param bottleneck why the achieved rate fell behind the intended one, if it did
public record Timing(
        Duration elapsed,
        double intendedPerSecond,
        double achievedPerSecond,
        Percentiles pubackMillis,
        Percentiles lateMillis,
        Bottleneck bottleneck) {

    public double durationSeconds() {
        return elapsed.toNanos() / 1e9;
    }
}

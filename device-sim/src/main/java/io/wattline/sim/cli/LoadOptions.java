package io.wattline.sim.cli;

import io.wattline.sim.workload.Pace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How often the fleet speaks, and for how long.
final class LoadOptions {

    private static final Duration UNLESS_GIVEN = Duration.ofSeconds(60);

    @Option(
            names = "--rate",
            paramLabel = "MSGS/S",
            description = "Messages a second of the whole fleet, devices in turn, instead of heartbeats; at most "
                    + "1000000. Open loop: the n-th message carries the timestamp start + n/rate.")
    private @Nullable Integer rate;

    @Option(names = "--burst", description = "All heartbeats at once, on the minute; otherwise spread evenly over it.")
    private boolean burst;

    @Option(
            names = "--ramp-up",
            paramLabel = "PT30S",
            description = "Let the rate grow evenly from 0, or the devices join one by one, over this time.")
    private Duration rampUp = Duration.ZERO;

    @Option(
            names = "--duration",
            paramLabel = "PT60S",
            description = "Stop after this time; PT0S runs until stopped. Default: PT60S, none with --count.")
    private @Nullable Duration duration;

    @Option(names = "--count", paramLabel = "N", description = "Stop after N heartbeats of the fleet.")
    private long count;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description = "Timestamp of the beginning. It moves the timestamps, not the sending. Default: now.")
    private @Nullable Instant start;

    Pace pace(Duration heartbeat) {
        if (rate == null) {
            return new Pace.Heartbeat(heartbeat, burst, rampUp);
        }
        if (burst) {
            throw new IllegalArgumentException("--burst is for heartbeats, not for --rate");
        }
        return new Pace.Rate(rate, rampUp);
    }

    Duration duration() {
        if (duration != null) {
            return duration;
        }
        return count > 0 ? Duration.ZERO : UNLESS_GIVEN;
    }

    long count() {
        return count;
    }

    @Nullable
    Instant start() {
        return start;
    }
}

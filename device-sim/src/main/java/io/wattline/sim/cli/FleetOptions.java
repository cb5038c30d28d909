package io.wattline.sim.cli;

import io.wattline.sim.fleet.Degradation;
import io.wattline.sim.fleet.FleetSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The fleet, as `run` and `backfill` take it.
final class FleetOptions {

    @Option(
            names = "--devices",
            paramLabel = "N",
            description =
                    "Pairs of a meter and a vehicle: METER_0001 and VEHICLE_0001 upwards. Default: ${DEFAULT-VALUE}")
    private int devices = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed is another fleet. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--heartbeat",
            paramLabel = "PT60S",
            description = "Time between two readings of a device. Default: PT60S")
    private Duration heartbeat = Duration.ofSeconds(60);

    @Option(
            names = "--degraded",
            paramLabel = "2%",
            converter = ShareConverter.class,
            description =
                    "Vehicles that lose 12 to 25 %% of their efficiency, half of them at once, half over 30 days.")
    private double degraded;

    @Option(names = "--degraded-since", paramLabel = "INSTANT", description = "When that begins. Default: long ago.")
    private @Nullable Instant degradedSince;

    FleetSettings settings() {
        return new FleetSettings(devices, seed, new Degradation(degraded, degradedSince));
    }

    long seed() {
        return seed;
    }

    Duration heartbeat() {
        return heartbeat;
    }
}

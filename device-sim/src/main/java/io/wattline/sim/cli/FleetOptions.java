package io.wattline.sim.cli;

import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.workload.Pace;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The fleet, as `run` and `backfill` take it.
final class FleetOptions {

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Pairs of a meter and a vehicle: METER_0001 and VEHICLE_0001 upwards. Default: ${DEFAULT-VALUE}")
    private int devices = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another seed is another fleet. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--heartbeat",
            paramLabel = "PT60S",
            defaultValue = "PT60S",
            description = "Time between two readings of a device. Default: ${DEFAULT-VALUE}")
    private Duration heartbeat = Duration.ofSeconds(60);

    FleetSettings settings() {
        return new FleetSettings(devices, seed);
    }

    Pace.Heartbeat heartbeat() {
        return new Pace.Heartbeat(heartbeat);
    }
}

package io.wattline.sim.cli;

import io.wattline.sim.workload.BackfillSettings;
import io.wattline.sim.workload.BackfillWorkload;
import io.wattline.sim.workload.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backfill",
        description = "Sends a fleet's past as array payloads of up to 500 readings, then ends.",
        footer = {
            "%nExamples:",
            "  The last day of fifty pairs, a reading a minute each:",
            "    device-sim backfill --devices 50 --hours 24",
            "  Up to a given instant, every ten minutes, over four connections:",
            "    device-sim backfill --devices 200 --hours 72 --heartbeat PT10M \\",
            "      --end 2026-11-20T00:00:00Z --connections 4"
        })
final class BackfillCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nThe fleet:%n")
    private FleetOptions fleet = new FleetOptions();

    @Option(names = "--hours", paramLabel = "N", description = "How far back. Default: ${DEFAULT-VALUE}")
    private int hours = 24;

    @Option(names = "--end", paramLabel = "INSTANT", description = "Where the past ends, inclusive. Default: now.")
    private @Nullable Instant end;

    @ArgGroup(validate = false, heading = "%nThe broker:%n")
    private BrokerOptions broker = new BrokerOptions();

    @ArgGroup(validate = false, heading = "%nWhat is told:%n")
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return SimulatorCommand.execution(broker, output, spec).run(new BackfillWorkload(settings()));
    }

    BackfillSettings settings() {
        return new BackfillSettings(
                fleet.settings(), Duration.ofHours(hours), new Pace.Heartbeat(fleet.heartbeat()), end);
    }
}

package io.wattline.sim.cli;

import io.wattline.sim.faults.FaultSettings;
import io.wattline.sim.faults.FaultyWorkload;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.RunSettings;
import io.wattline.sim.workload.Workload;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Simulates a fleet: every device sends its heartbeats, QoS 1, until the end.",
        footer = {
            "%nExamples:",
            "  Fifty pairs for ten minutes, a heartbeat a second:",
            "    device-sim run --devices 50 --heartbeat PT1S --duration PT10M",
            "  Load: 5000 messages a second for a minute over 20 connections, with a ledger:",
            "    device-sim run --devices 1000 --rate 5000 --connections 20 --ledger out.csv",
            "  The same 1000 messages every time:",
            "    device-sim run --rate 100 --count 1000 --seed 7 --start 2026-11-20T15:00:00Z",
            "  A fleet that is not in the best of health:",
            "    device-sim run --devices 200 --heartbeat PT1S --degraded 2%% --offline 5%% \\",
            "      --duplicates 1%% --out-of-order 1%% --malformed 0.5%% --skew 1%%",
            "  As real devices do, each with a login of its own, over TLS:",
            "    device-sim run --mqtt-url mqtts://broker:8883 --ca-file ca.pem \\",
            "      --credentials-file logins.txt"
        })
final class RunCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nThe fleet:%n")
    private FleetOptions fleet = new FleetOptions();

    @ArgGroup(validate = false, heading = "%nThe load:%n")
    private LoadOptions load = new LoadOptions();

    @ArgGroup(validate = false, heading = "%nWhat goes wrong on purpose (a share, 2%% or 0.02; default 0):%n")
    private FaultOptions faults = new FaultOptions();

    @ArgGroup(validate = false, heading = "%nThe broker:%n")
    private BrokerOptions broker = new BrokerOptions();

    @ArgGroup(validate = false, heading = "%nWhat is told:%n")
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return SimulatorCommand.execution(broker, output, spec).run(workload());
    }

    private Workload workload() {
        LiveWorkload sound = new LiveWorkload(new RunSettings(
                fleet.settings(), load.pace(fleet.heartbeat()), load.duration(), load.count(), load.start()));
        FaultSettings wrong = faults.settings();
        return wrong.equals(FaultSettings.NONE) ? sound : new FaultyWorkload(sound, wrong, fleet.seed());
    }
}

package io.wattline.sim.cli;

import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  As real devices do, each with a login of its own, over TLS:",
            "    device-sim run --mqtt-url mqtts://broker:8883 --ca-file ca.pem \\",
            "      --credentials-file logins.txt"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(
            names = "--rate",
            paramLabel = "MSGS/S",
            description =
                    "Messages a second of the whole fleet, devices in turn, instead of heartbeats; at most 1000000. "
                            + "Open loop: the n-th message carries the timestamp start + n/rate.")
    private @Nullable Integer rate;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Stop after N messages.")
    private long count;

    @Option(
            names = "--duration",
            paramLabel = "PT60S",
            description = "Stop after this time; PT0S runs until stopped. Default: PT60S, none with --count.")
    private @Nullable Duration duration;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description = "Timestamp of the beginning. It moves the timestamps, not the sending. Default: now.")
    private @Nullable Instant start;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return SimulatorCommand.execution(broker, output, spec).run(new LiveWorkload(settings()));
    }

    RunSettings settings() {
        Duration unlessGiven = count > 0 ? Duration.ZERO : Duration.ofSeconds(60);
        return new RunSettings(
                fleet.settings(),
                rate == null ? fleet.heartbeat() : new Pace.Rate(rate),
                duration == null ? unlessGiven : duration,
                count,
                start);
    }
}

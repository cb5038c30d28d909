package io.wattline.sim.cli;

import io.wattline.sim.FleetSimulator;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.report.Summary;
import io.wattline.sim.report.SummaryJson;
import io.wattline.sim.report.SummaryText;
import io.wattline.sim.workload.Workload;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/// Runs a workload for a command, prints its summary, and does so on Ctrl-C too.
final class Execution {

    private static final long PRINTING_SECONDS = 5;

    private final BrokerOptions broker;
    private final OutputOptions output;
    private final PrintWriter out;
    private final PrintWriter err;

    Execution(BrokerOptions broker, OutputOptions output, CommandLine commandLine) {
        this.broker = broker;
        this.output = output;
        this.out = commandLine.getOut();
        this.err = commandLine.getErr();
    }

    /// Runs it and returns the exit code.
    int run(Workload workload) throws InterruptedException {
        BrokerSettings settings = broker.settings();
        InstantSource clock = InstantSource.system();
        if (output.dryRun()) {
            DryRun.print(workload, settings.topicPrefix(), clock.instant(), out);
            return ExitCode.OK;
        }
        CountDownLatch printed = new CountDownLatch(1);
        try (var simulator = new FleetSimulator(settings, workload, broker.limits(), output.ledger(), clock)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulator, printed), "shutdown"));
            Summary summary = watched(simulator);
            print(summary);
            return summary.allAcknowledged() ? ExitCode.OK : ExitCode.NOT_ALL_ACKNOWLEDGED;
        } finally {
            printed.countDown();
        }
    }

    private Summary watched(FleetSimulator simulator) throws InterruptedException {
        if (output.quiet()) {
            return simulator.run();
        }
        try (ProgressLine _ = new ProgressLine(simulator, err)) {
            return simulator.run();
        }
    }

    private void print(Summary summary) {
        err.print(SummaryText.of(summary));
        err.flush();
        if (output.json()) {
            out.println(SummaryJson.of(summary));
            out.flush();
        }
    }

    /// The JVM halts when its hooks are done, so this one waits for the summary.
    private static void stop(FleetSimulator simulator, CountDownLatch printed) {
        simulator.close();
        try {
            boolean _ = printed.await(PRINTING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

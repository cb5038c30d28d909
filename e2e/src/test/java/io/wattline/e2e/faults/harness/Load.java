package io.wattline.e2e.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The simulator as a child process, sending until it is stopped; its ledger is complete from then on.
public final class Load implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final int STOPPED_BY_SIGTERM = 143;

    private final ChildProcess process;
    private final Path ledger;
    private final LoadPlan plan;
    private boolean stopped;

    private Load(ChildProcess process, Path ledger, LoadPlan plan) {
        this.process = process;
        this.ledger = ledger;
        this.plan = plan;
    }

    static Load start(Rig rig, LoadPlan plan) {
        String name = "device-sim-" + UUID.randomUUID();
        Path ledger = rig.folder().path().resolve(name + ".csv");
        var arguments = new ArrayList<>(
                List.of("run", "--mqtt-url", "mqtt://127.0.0.1:" + rig.devices().port()));
        arguments.addAll(List.of("--devices", Integer.toString(plan.pairs()), "--rate", Integer.toString(plan.rate())));
        arguments.addAll(List.of("--connections", Integer.toString(plan.connections()), "--duration", "PT0S"));
        arguments.addAll(List.of("--seed", Long.toString(Seed.next()), "--drain-timeout", DRAIN.toString()));
        arguments.addAll(List.of("--json", "--ledger", ledger.toString()));
        var start = plan.start();
        if (start != null) {
            arguments.addAll(List.of("--start", start.toString()));
        }
        Launch launch = Launch.jar("device-sim", rig.folder().path())
                .named(name)
                .jvm("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
                .jvm("--enable-native-access=ALL-UNNAMED")
                .arguments(arguments.toArray(String[]::new));
        return new Load(ChildProcess.start(launch), ledger, plan);
    }

    LoadPlan plan() {
        return plan;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String newestLines() {
        return process.output().newestLines(20);
    }

    /// Ends the load, waiting for the last PUBACKs, and returns what the simulator says of it.
    JsonNode stop() {
        if (!process.isAlive()) {
            throw new AssertionError("the simulator ended by itself:\n" + newestLines());
        }
        process.signal(Signal.TERM);
        int code = process.exitCode(DRAIN.plus(Form.now().bound()));
        stopped = true;
        if (code != STOPPED_BY_SIGTERM) {
            throw new AssertionError("the simulator exited with " + code + ":\n" + newestLines());
        }
        try {
            return new ObjectMapper()
                    .readTree(process.awaitLine("^\\{.*\\}$", DRAIN).group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What became of every reading; after [#stop].
    Path ledger() {
        if (!stopped) {
            throw new IllegalStateException("the ledger is complete once the load is stopped");
        }
        return ledger;
    }

    @Override
    public void close() {
        process.close();
    }
}

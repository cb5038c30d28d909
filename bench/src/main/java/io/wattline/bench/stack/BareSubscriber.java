package io.wattline.bench.stack;

import io.wattline.servers.MosquittoServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Mosquitto's own `mosquitto_sub` with a persistent session at QoS 1: what the broker alone can deliver.
public final class BareSubscriber {

    private static final Duration SUBSCRIBE_LIMIT = Duration.ofSeconds(20);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

    private final List<String> command;
    private final Path folder;

    public BareSubscriber(MosquittoServer broker, Path folder) {
        this.folder = folder;
        this.command = List.of(
                Programs.required("mosquitto_sub").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(broker.port()),
                "-i",
                "bare-subscriber",
                "-c",
                "-q",
                "1",
                "-t",
                "meters/+/telemetry",
                "-t",
                "vehicles/+/telemetry");
    }

    /// Makes its session, so that what is published from now on waits for it.
    public void subscribe() {
        run("subscribe", List.of("-E"), SUBSCRIBE_LIMIT);
    }

    /// Fetches what waits, printing it to nowhere.
    ///
    /// @return from the start of the program to its end
    public Duration drain(long messages) {
        return run("drain", List.of("-C", Long.toString(messages)), DRAIN_LIMIT);
    }

    private Duration run(String what, List<String> arguments, Duration limit) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >/dev/null", "sh"));
        all.addAll(command);
        all.addAll(arguments);
        long begin = System.nanoTime();
        ChildProcess.run(new Launch("mosquitto_sub-" + what, all, Map.of(), folder), limit);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}

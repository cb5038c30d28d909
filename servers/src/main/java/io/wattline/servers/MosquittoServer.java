package io.wattline.servers;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.ProcessOutput;
import io.wattline.servers.process.Signal;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `mosquitto` program with this repository's own configuration: stopped, killed, frozen and started again on the
/// same ports with what it stored.
///
/// Methods are called from one thread at a time.
public final class MosquittoServer implements Broker {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("mosquitto version ([0-9.]+)");
    private static final long LOOK_NANOS = 10_000_000;

    private final TemporaryFolder folder;
    private final MosquittoConfiguration configuration;
    private final Path program;
    private @Nullable ChildProcess process;

    private MosquittoServer(TemporaryFolder folder, MosquittoConfiguration configuration, Path program) {
        this.folder = folder;
        this.configuration = configuration;
        this.program = program;
    }

    /// Starts a broker with `mosquitto/trial.conf`: one plain loopback listener without passwords, and the limits of
    /// the shipped configuration.
    ///
    /// @throws RuntimeException that of [Requirement] if Mosquitto is missing or too old
    public static MosquittoServer create() {
        return create("trial.conf", List.of());
    }

    /// The same with lines of configuration besides, for a test that needs another limit. They come last, and of a
    /// setting given twice Mosquitto takes the last.
    public static MosquittoServer create(String file, List<String> lines) {
        return create(file, lines, null);
    }

    /// The trial's broker with these lines besides, as the user who runs this JVM, so that it can read that user's
    /// files.
    public static MosquittoServer createReading(String... lines) {
        List<String> all = new ArrayList<>(List.of("user " + System.getProperty("user.name")));
        all.addAll(List.of(lines));
        return create("trial.conf", all);
    }

    /// A broker with a configuration of the fleet, `mosquitto.conf` or `certificates.conf`.
    ///
    /// @param secrets the folder whose files it finds in `/mosquitto/secrets`
    public static MosquittoServer createSecured(String file, Path secrets) {
        return create(file, List.of(), secrets);
    }

    private static MosquittoServer create(String file, List<String> lines, @Nullable Path secrets) {
        Path program = MosquittoProgram.required();
        TemporaryFolder folder = TemporaryFolder.create("mosquitto");
        try {
            MosquittoConfiguration configuration = MosquittoConfiguration.copied(folder.path(), file, lines, secrets);
            MosquittoServer server = new MosquittoServer(folder, configuration, program);
            server.start();
            return server;
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /// The port of the configuration's first listener.
    @Override
    public int port() {
        return configuration.firstPort();
    }

    /// The port that stands for `shipped`, the port that the configuration names.
    public int port(int shipped) {
        return configuration.port(shipped);
    }

    /// The broker's own copy of a file or folder under `/mosquitto/` in the configuration.
    public Path path(String shipped) {
        return configuration.path(shipped);
    }

    public long pid() {
        return running().pid();
    }

    /// The running process, for signals, memory and processor time.
    public ChildProcess running() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("the broker is down: call start() first");
        }
        return process;
    }

    /// What the broker that runs now, or ran last, logged; its file holds the log of all runs.
    public ProcessOutput log() {
        if (process == null) {
            throw new IllegalStateException("the broker was never started");
        }
        return process.output();
    }

    @Override
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        process = ChildProcess.start(Launch.program(
                        "mosquitto",
                        folder.path(),
                        program.toString(),
                        "-c",
                        configuration.file().toString())
                .detached());
        process.awaitLine("mosquitto version .* running", TIMEOUT);
    }

    /// SIGTERM: the broker writes its snapshot and disconnects its clients.
    @Override
    public void stop() {
        if (process != null && process.isAlive()) {
            process.signal(Signal.TERM);
            process.exitCode(TIMEOUT);
        }
    }

    /// Has the broker read its password, access and revocation files again. What is sent to it afterwards comes after
    /// that.
    public void reload() {
        ChildProcess child = running();
        int before = child.output().linesWith("Reloading config").size();
        child.signal(Signal.HUP);
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (child.output().linesWith("Reloading config").size() <= before) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the broker has not read its files again within " + TIMEOUT);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Makes a stopped broker forget every session.
    public void forget() {
        try {
            Files.deleteIfExists(path("/mosquitto/data/mosquitto.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the running program says its version is.
    public String version() {
        return VERSION.matcher(String.join("\n", log().linesWith("mosquitto version")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("unknown");
    }

    /// `kill -9`: whatever came after the last snapshot is gone.
    public void kill() {
        running().close();
    }

    /// SIGSTOP for `duration`, then SIGCONT: it answers nothing meanwhile, and all connections stay.
    ///
    /// @param meanwhile done at the beginning
    public void freeze(Duration duration, Runnable meanwhile) {
        ChildProcess child = running();
        long end = System.nanoTime() + duration.toNanos();
        child.signal(Signal.STOP);
        try {
            meanwhile.run();
            while (System.nanoTime() < end) {
                if (!child.isAlive()) {
                    throw new IllegalStateException("mosquitto ended while it was stopped");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } finally {
            child.signal(Signal.CONT);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        folder.close();
    }

    @Override
    public String toString() {
        return "Mosquitto";
    }
}

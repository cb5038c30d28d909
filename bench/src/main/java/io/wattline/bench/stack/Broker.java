package io.wattline.bench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mosquitto with this repository's own limits on one plain loopback listener.
public final class Broker implements AutoCloseable {

    /// What differs from the shipped limits: the bare subscriber's one session holds the whole backlog, which the
    /// ingestors' four share.
    public static final List<String> CHANGED = List.of("max_queued_bytes 2147483648");

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("mosquitto version ([0-9.]+)");

    private final Child process;
    private final int port;

    private Broker(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it on an empty folder.
    public static Broker start(Installation installation, Path folder) {
        String program = Installation.program("mosquitto");
        int port = FreePort.next();
        Path configuration = configure(installation, folder, port);
        Child process = Child.start("mosquitto", folder, List.of(program, "-c", configuration.toString()), Map.of());
        Broker broker = new Broker(process, port);
        try {
            broker.awaitListening();
            return broker;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    public String version() {
        Matcher version = VERSION.matcher(process.printed());
        return version.find() ? version.group(1) : "unknown";
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "mosquitto";
    }

    private static Path configure(Installation installation, Path folder, int port) {
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            String limits = Files.readString(installation.root().resolve("mosquitto/conf.d/limits.conf"))
                    .replace("/mosquitto/data/", data + "/");
            // Started by root it would become another user, who may not write here.
            String own = """

                    listener %d 127.0.0.1
                    allow_anonymous true
                    user %s
                    %s
                    """.formatted(port, System.getProperty("user.name"), String.join("\n", CHANGED));
            return Files.writeString(folder.resolve("mosquitto.conf"), limits + own);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's configuration could not be written", e);
        }
    }

    private void awaitListening() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw process.failure("does not listen");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private boolean isListening() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}

package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;

import io.wattline.ingestor.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Mosquitto of one's own on a loopback port that it keeps over restarts, persistent, in a temporary folder.
public final class MosquittoProcess implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    /// Not started yet.
    ///
    /// @param listener more lines about the listener
    MosquittoProcess(Path folder, String... listener) throws IOException {
        this.folder = folder;
        this.port = freePort();
        Files.createDirectories(folder.resolve("data"));
        Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        // Does not turn into another user, who could not read the folder.
                        "user root",
                        "persistence true",
                        "persistence_location " + folder.resolve("data") + "/",
                        "max_queued_messages 100000",
                        "max_inflight_messages 1000",
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        String.join("\n", listener)));
    }

    public static MosquittoProcess started(Path folder, String... listener) throws Exception {
        var broker = new MosquittoProcess(folder, listener);
        broker.start();
        return broker;
    }

    void start() throws Exception {
        process = new ProcessBuilder(
                        Program.required("mosquitto").toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mosquitto.log").toFile()))
                .start();
        eventually("the broker listens", this::listens);
    }

    /// SIGTERM: it writes its sessions to disk first.
    void stop() throws InterruptedException {
        process.destroy();
        awaitExit();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /// SIGSTOP for `duration`, then SIGCONT: it answers nothing meanwhile, and all connections stay.
    ///
    /// @param meanwhile done at the beginning
    void freeze(Duration duration, Runnable meanwhile) throws Exception {
        signal("STOP");
        meanwhile.run();
        // A process that is stopped does not exit, so this takes the whole of the time.
        if (process.waitFor(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("mosquitto ended while it was stopped");
        }
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    /// Makes a stopped broker forget every session.
    void forget() throws IOException {
        Files.delete(folder.resolve("data").resolve("mosquitto.db"));
    }

    public URI url() {
        return url("mqtt", "127.0.0.1");
    }

    URI url(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + port);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended with " + process.exitValue() + ", see " + folder);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitExit() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("mosquitto does not end");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package io.wattline.sim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// The `mosquitto` program on a free loopback port, with its files in a folder of the test. Can be stopped and
/// started again.
final class MosquittoProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final int port;
    private final String program;
    private final String configuration;
    private Process process;

    private MosquittoProcess(Path folder, String program, String configuration) throws IOException {
        this.folder = folder;
        this.program = program;
        this.port = freePort();
        this.configuration = configuration;
    }

    /// Starts a broker, or skips the test where there is none; on CI that is a failure.
    ///
    /// @param configuration more lines for the configuration, after the listener's
    static MosquittoProcess start(Path folder, String configuration) throws IOException {
        Optional<String> program = find();
        if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must not skip this: install mosquitto");
        }
        assumeTrue(program.isPresent(), "skipped: no mosquitto program on the PATH or in /usr/sbin");
        MosquittoProcess broker = new MosquittoProcess(folder, program.get(), configuration);
        broker.start();
        return broker;
    }

    private static Optional<String> find() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    void start() throws IOException {
        Path file = folder.resolve("mosquitto.conf");
        // Started by root, mosquitto would become another user, who may not read the test's folder.
        Files.writeString(
                file, "user root%nlistener %d 127.0.0.1%n%s%nlog_type error%n".formatted(port, configuration));
        process = new ProcessBuilder(program, "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await("mosquitto listens on " + port + ", see " + folder)
                .atMost(START_TIMEOUT)
                .until(this::listens);
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    URI url() {
        return URI.create("mqtt://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        stop();
    }
}

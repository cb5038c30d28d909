package io.wattline.servers;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// HiveMQ CE in this JVM, the broker of the quickstart: one plain listener on the loopback interface, no passwords.
/// Sessions and queues survive [#stop] and [#start].
///
/// Enough for a look and for a few thousand messages a second.
public final class EmbeddedBroker implements Broker {

    private static final long TIMEOUT_SECONDS = 60;

    private final TemporaryFolder folder = TemporaryFolder.create("hivemq");
    private final int port;
    private @Nullable EmbeddedHiveMQ running;

    private EmbeddedBroker(int port) {
        this.port = port;
    }

    /// A running broker on a free port.
    public static EmbeddedBroker create() {
        return create(FreePort.next());
    }

    /// A running broker.
    public static EmbeddedBroker create(int port) {
        EmbeddedBroker broker = new EmbeddedBroker(port);
        try {
            broker.start();
            return broker;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        if (running == null) {
            configure(folder.path(), port);
            EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                    .withConfigurationFolder(folder.path().resolve("conf"))
                    .withDataFolder(folder.path().resolve("data"))
                    .withExtensionsFolder(folder.path().resolve("extensions"))
                    .withoutLoggingBootstrap()
                    .build();
            await(broker.start(), "start");
            running = broker;
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            await(running.stop(), "stop");
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    @Override
    public String toString() {
        return "HiveMQ CE embedded";
    }

    private static void configure(Path folder, int port) {
        String configuration = """
                <?xml version="1.0"?>
                <hivemq>
                    <listeners>
                        <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    </listeners>
                    <mqtt>
                        <packets><max-packet-size>262144</max-packet-size></packets>
                        <queued-messages><max-queue-size>1000000</max-queue-size></queued-messages>
                    </mqtt>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port);
        try {
            Path conf = Files.createDirectories(folder.resolve("conf"));
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("extensions"));
            Files.writeString(conf.resolve("config.xml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's folder could not be prepared: is the disk full?", e);
        }
    }

    private static void await(CompletableFuture<Void> change, String what) {
        try {
            change.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded broker was to " + what, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded broker did not " + what, e);
        }
    }
}

package io.wattline.quickstart;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HiveMQ CE in this JVM: one plain listener on the loopback interface, no passwords, sessions kept in a folder.
///
/// Enough for a look and for a few thousand messages a second. Started again on the same folder it still has its
/// sessions and their queues.
public final class EmbeddedBroker implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final EmbeddedHiveMQ broker;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /// Starts a broker; returns once it listens.
    ///
    /// @param folder for its configuration and its data, used by nobody else meanwhile
    public static EmbeddedBroker start(Path folder, int port) {
        configure(folder, port);
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.resolve("conf"))
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withoutLoggingBootstrap()
                .build();
        await(broker.start(), "start");
        return new EmbeddedBroker(broker, port);
    }

    /// Where it listens.
    public int port() {
        return port;
    }

    /// Shuts it down in order.
    @Override
    public void close() {
        await(broker.stop(), "stop");
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
            throw new QuickstartException("interrupted while the embedded broker was to " + what, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new QuickstartException("the embedded broker did not " + what, e);
        }
    }
}

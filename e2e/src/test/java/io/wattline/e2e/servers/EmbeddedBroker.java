package io.wattline.e2e.servers;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.wattline.e2e.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// HiveMQ CE inside the test JVM: what the quickstart runs on. Sessions and queues survive [#stop] and [#start].
public final class EmbeddedBroker implements Broker {

    private static final long TIMEOUT_SECONDS = 60;

    private final TemporaryFolder folder = TemporaryFolder.create("hivemq");
    private final int port = FreePort.next();
    private @Nullable EmbeddedHiveMQ running;

    private EmbeddedBroker() {}

    /// A running broker on a free port, without passwords.
    public static EmbeddedBroker create() {
        EmbeddedBroker broker = new EmbeddedBroker();
        try {
            broker.configure();
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
        if (running != null) {
            return;
        }
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.path().resolve("conf"))
                .withDataFolder(folder.path().resolve("data"))
                .withExtensionsFolder(folder.path().resolve("extensions"))
                .withoutLoggingBootstrap()
                .build();
        await(broker.start(), "start");
        running = broker;
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

    private void configure() {
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
            Path conf = Files.createDirectories(folder.path().resolve("conf"));
            Files.createDirectories(folder.path().resolve("data"));
            Files.createDirectories(folder.path().resolve("extensions"));
            Files.writeString(conf.resolve("config.xml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

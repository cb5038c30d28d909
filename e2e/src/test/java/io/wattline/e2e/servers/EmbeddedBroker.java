package io.wattline.e2e.servers;

import io.wattline.e2e.servers.process.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/// The broker of the quickstart, HiveMQ CE inside the test JVM. Sessions and queues survive [#stop] and [#start].
public final class EmbeddedBroker implements Broker {

    private final TemporaryFolder folder = TemporaryFolder.create("hivemq");
    private final int port = FreePort.next();
    private io.wattline.quickstart.@Nullable EmbeddedBroker running;

    private EmbeddedBroker() {}

    /// A running broker on a free port, without passwords.
    public static EmbeddedBroker create() {
        EmbeddedBroker broker = new EmbeddedBroker();
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
            running = io.wattline.quickstart.EmbeddedBroker.start(folder.path(), port);
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
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
}

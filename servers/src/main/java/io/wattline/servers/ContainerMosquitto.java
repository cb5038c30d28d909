package io.wattline.servers;

import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Repository;
import java.time.Duration;
import org.testcontainers.containers.FixedHostPortGenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/// Mosquitto in a container with `mosquitto/trial.conf`, for machines with Docker and without the program.
final class ContainerMosquitto implements Broker {

    static final String IMAGE = "eclipse-mosquitto:2.0.22";

    private static final int STOP_SECONDS = 30;

    private final int port = FreePort.next();
    private final FixedHostPortGenericContainer<?> container;

    @SuppressWarnings("deprecation") // A mapped port would be another one after a restart.
    ContainerMosquitto() {
        String shipped = Repository.root().resolve("mosquitto").toString();
        container = new FixedHostPortGenericContainer<>(IMAGE)
                .withFixedExposedPort(port, 1883)
                .withCopyFileToContainer(forHost(shipped + "/conf.d"), "/mosquitto/config/conf.d")
                // Inside the container, loopback is the container's own.
                .withCopyToContainer(
                        Transferable.of("include_dir /mosquitto/config/conf.d\nlistener 1883\nallow_anonymous true\n"),
                        "/mosquitto/config/mosquitto.conf")
                .waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1))
                .withStartupTimeout(Duration.ofSeconds(60));
        container.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        if (container.isRunning()) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
    }

    @Override
    public void start() {
        if (!container.isRunning()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            Wait.forListeningPort().waitUntilReady(container);
        }
    }

    @Override
    public void close() {
        container.close();
    }

    @Override
    public String toString() {
        return "Mosquitto in a container";
    }

    private static MountableFile forHost(String path) {
        return MountableFile.forHostPath(path);
    }
}

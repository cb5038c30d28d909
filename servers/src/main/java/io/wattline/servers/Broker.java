package io.wattline.servers;

import io.wattline.servers.process.Requirement;
import java.net.URI;
import java.util.Optional;

/// An MQTT 5 broker on the loopback interface, for suites that run against each kind.
public interface Broker extends AutoCloseable {

    /// A Mosquitto with the repository's trial configuration: the program where it is installed, otherwise a container.
    ///
    /// @throws RuntimeException that of [Requirement] if there is neither
    static Broker mosquitto() {
        Optional<String> noProgram = MosquittoProgram.whyNot();
        if (noProgram.isEmpty()) {
            return MosquittoServer.create();
        }
        Optional<String> noContainer = Docker.whyNot(ContainerMosquitto.IMAGE);
        if (noContainer.isEmpty()) {
            return new ContainerMosquitto();
        }
        throw Requirement.missing(noProgram.get() + "; " + noContainer.get());
    }

    /// The broker that the quickstart runs on.
    static Broker embedded() {
        return EmbeddedBroker.create();
    }

    /// A plain MQTT listener for devices and ingestors alike: `mqtt://127.0.0.1:<port>`.
    default String url() {
        return "mqtt://127.0.0.1:" + port();
    }

    /// [#url] as a URI.
    default URI uri() {
        return URI.create(url());
    }

    /// The same under another scheme and host name, for TLS.
    default URI url(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + port());
    }

    /// The port of [#url], the same before and after a restart.
    int port();

    /// Shuts down in order, so that sessions and queues are kept where the broker keeps any. Does nothing if it is
    /// down.
    void stop();

    /// Starts again on the same port with what it kept; returns once it accepts connections. Does nothing if it runs.
    void start();

    /// Ends the broker and removes what it stored.
    @Override
    void close();
}

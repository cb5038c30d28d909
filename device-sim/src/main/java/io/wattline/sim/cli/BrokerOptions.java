package io.wattline.sim.cli;

import io.wattline.sim.RunLimits;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.Credentials;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The broker, as all commands take it.
final class BrokerOptions {

    @Option(
            names = "--mqtt-url",
            paramLabel = "URL",
            description = "mqtt://host:port or mqtts://host:port. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("mqtt://127.0.0.1:1883");

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "Put before meters/… and vehicles/…, as it is (devices/).")
    private String topicPrefix = "";

    @Option(names = "--username", paramLabel = "NAME", description = "For all connections; needs --password-file.")
    private @Nullable String username;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password, and at most one line end.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--credentials-file",
            paramLabel = "FILE",
            description = "Instead: lines of username:password; connection i uses line i.")
    private @Nullable Path credentialsFile;

    @Option(names = "--ca-file", paramLabel = "PEM", description = "Certificates to trust. Default: those of the JDK.")
    private @Nullable Path caFile;

    @Option(names = "--client-cert", paramLabel = "PEM", description = "Client certificate chain; needs --client-key.")
    private @Nullable Path clientCert;

    @Option(names = "--client-key", paramLabel = "PEM", description = "Its key: PKCS #8, not encrypted.")
    private @Nullable Path clientKey;

    @Option(
            names = "--connections",
            paramLabel = "K",
            description = "Connections for all devices together; device i speaks over connection i mod K. "
                    + "Default: one a device, in the order METER_0001, VEHICLE_0001, METER_0002, …")
    private int connections;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Messages without PUBACK on a connection, at most. Default: ${DEFAULT-VALUE}")
    private int inFlight = BrokerSettings.DEFAULT_IN_FLIGHT;

    @Option(
            names = "--connect-timeout",
            paramLabel = "PT30S",
            description = "For all connections to be made. Default: ${DEFAULT-VALUE}")
    private Duration connectTimeout = RunLimits.DEFAULT.connectTimeout();

    @Option(
            names = "--drain-timeout",
            paramLabel = "PT30S",
            description = "For the last acknowledgements. Default: ${DEFAULT-VALUE}")
    private Duration drainTimeout = RunLimits.DEFAULT.drainTimeout();

    BrokerSettings settings() {
        TlsFiles tls = new TlsFiles(caFile, clientCert, clientKey);
        return new BrokerSettings(url, topicPrefix, credentials(), tls, connections, inFlight);
    }

    private Credentials credentials() {
        if ((username == null) != (passwordFile == null)) {
            throw new IllegalArgumentException("--username and --password-file come together");
        }
        if (username != null && credentialsFile != null) {
            throw new IllegalArgumentException("either --username or --credentials-file, not both");
        }
        if (username != null && passwordFile != null) {
            return Credentials.shared(username, passwordFile);
        }
        return credentialsFile == null ? Credentials.NONE : Credentials.perConnection(credentialsFile);
    }

    RunLimits limits() {
        return new RunLimits(connectTimeout, drainTimeout);
    }
}

package io.wattline.sim.cli;

import io.wattline.sim.RunLimits;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.Credentials;
import io.wattline.sim.mqtt.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The broker, as all commands take it.
final class BrokerOptions {

    @Option(
            names = "--mqtt-url",
            paramLabel = "URL",
            defaultValue = "mqtt://127.0.0.1:1883",
            description = "mqtt://host:port or mqtts://host:port. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("mqtt://127.0.0.1:1883");

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Put before meters/… and vehicles/…, as it is (devices/).")
    private String topicPrefix = "";

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Login login;

    @Option(names = "--ca-file", paramLabel = "PEM", description = "Certificates to trust. Default: those of the JDK.")
    private @Nullable Path caFile;

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private @Nullable ClientIdentity identity;

    @Option(
            names = "--connections",
            paramLabel = "K",
            defaultValue = "0",
            description = "Connections for all devices together. Default: one a device.")
    private int connections;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "100",
            description = "Messages without PUBACK on a connection, at most. Default: ${DEFAULT-VALUE}")
    private int inFlight = BrokerSettings.DEFAULT_IN_FLIGHT;

    @Option(
            names = "--connect-timeout",
            paramLabel = "PT30S",
            defaultValue = "PT30S",
            description = "For all connections to be made. Default: ${DEFAULT-VALUE}")
    private Duration connectTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--drain-timeout",
            paramLabel = "PT30S",
            defaultValue = "PT30S",
            description = "For the last acknowledgements. Default: ${DEFAULT-VALUE}")
    private Duration drainTimeout = Duration.ofSeconds(30);

    /// One login for all connections, or one each.
    private static final class Login {

        @ArgGroup(exclusive = false)
        private @Nullable SharedLogin shared;

        @Option(
                names = "--credentials-file",
                paramLabel = "FILE",
                required = true,
                description = "Lines of username:password; connection i uses line i.")
        private @Nullable Path credentialsFile;

        Credentials credentials() {
            if (shared != null) {
                return Credentials.shared(shared.username, shared.passwordFile);
            }
            return credentialsFile == null ? Credentials.NONE : Credentials.perConnection(credentialsFile);
        }
    }

    private static final class SharedLogin {

        @Option(names = "--username", paramLabel = "NAME", required = true, description = "For all connections.")
        private String username = "";

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                required = true,
                description = "Its first line is the password.")
        private Path passwordFile = Path.of("");
    }

    private static final class ClientIdentity {

        @Option(names = "--client-cert", paramLabel = "PEM", required = true, description = "Client certificate chain.")
        private Path certificate = Path.of("");

        @Option(
                names = "--client-key",
                paramLabel = "PEM",
                required = true,
                description = "Its key: PKCS #8, not encrypted.")
        private Path key = Path.of("");
    }

    BrokerSettings settings() {
        TlsFiles tls = identity == null
                ? new TlsFiles(caFile, null, null)
                : new TlsFiles(caFile, identity.certificate, identity.key);
        Credentials credentials = login == null ? Credentials.NONE : login.credentials();
        return new BrokerSettings(url, topicPrefix, credentials, tls, connections, inFlight);
    }

    RunLimits limits() {
        return new RunLimits(connectTimeout, drainTimeout);
    }
}

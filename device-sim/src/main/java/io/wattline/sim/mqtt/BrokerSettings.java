package io.wattline.sim.mqtt;

import io.wattline.telemetry.TelemetryTopic;
import io.wattline.tls.TlsFiles;
import java.net.URI;

/// Where to publish, as whom, over how many connections.
///
/// @param url `mqtt://host[:1883]` or `mqtts://host[:8883]`
/// @param topicPrefix concatenated before `meters/` and `vehicles/`
/// @param credentials who the connections say they are
/// @param tls used by mqtts only
/// @param connections 0 for one a device; otherwise device i speaks over connection i mod this
/// @param inFlight the most PUBLISHes without PUBACK on a connection, 1 to 65,535; the broker's Receive Maximum
///         holds too
public record BrokerSettings(
        URI url, String topicPrefix, Credentials credentials, TlsFiles tls, int connections, int inFlight) {

    /// The default number of messages in flight on a connection.
    public static final int DEFAULT_IN_FLIGHT = 100;

    private static final int MAX_CONNECTIONS = 100_000;

    public BrokerSettings {
        if ((!isScheme(url, "mqtt") && !isScheme(url, "mqtts")) || url.getHost() == null) {
            throw new IllegalArgumentException("a broker is mqtt://host:port or mqtts://host:port, not "
                    + url.getScheme() + "://" + url.getHost());
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("no credentials in the broker's address: use a password file");
        }
        if (connections < 0 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections are 0 (one a device) to " + MAX_CONNECTIONS);
        }
        if (inFlight < 1 || inFlight > 65_535) {
            throw new IllegalArgumentException("in flight are 1 to 65535 messages a connection");
        }
        TelemetryTopic _ = new TelemetryTopic(topicPrefix);
    }

    /// Without credentials, TLS material and prefix, one connection a device.
    public static BrokerSettings at(URI url) {
        return new BrokerSettings(url, "", Credentials.NONE, TlsFiles.NONE, 0, DEFAULT_IN_FLIGHT);
    }

    /// The same with all devices over `number` connections.
    public BrokerSettings withConnections(int number) {
        return new BrokerSettings(url, topicPrefix, credentials, tls, number, inFlight);
    }

    boolean isTls() {
        return isScheme(url, "mqtts");
    }

    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isTls() ? 8883 : 1883;
    }

    private static boolean isScheme(URI url, String scheme) {
        return scheme.equalsIgnoreCase(url.getScheme());
    }
}

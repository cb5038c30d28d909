package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Builds the client of one connection: address, client identifier and credentials. The client never reconnects by
/// itself.
final class ClientFactory {

    /// How long the TCP connection may take, and after it the CONNACK.
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// One event loop for all slots, which nothing else in the process uses. The broker writes each message separately,
    /// so a loop per slot would wake for each message. A shared loop finds several at a time (docs/performance.md).
    private static final Executor EVENT_LOOP =
            loop -> Thread.ofPlatform().daemon().name("mqtt-loop").start(loop);

    private ClientFactory() {}

    /// A client for a session, not connected yet.
    ///
    /// @throws BrokerUnavailableException if the broker's host name cannot be resolved
    static Mqtt5AsyncClient client(
            SlotContext context, String clientIdentifier, MqttClientDisconnectedListener onDisconnected) {
        Mqtt5ClientBuilder builder = builder(context.config().endpoint(), context.tls(), clientIdentifier)
                .addConnectedListener(new GatheredAcknowledgements())
                .addConnectedListener(context.reception().bytes().gate())
                .addDisconnectedListener(onDisconnected);
        return loggedIn(builder, context.config().endpoint());
    }

    /// A client for a session that receives nothing.
    ///
    /// @throws BrokerUnavailableException if the broker's host name cannot be resolved
    static Mqtt5AsyncClient publisher(
            MqttEndpoint endpoint, @Nullable MqttClientSslConfig tls, String clientIdentifier) {
        return loggedIn(builder(endpoint, tls, clientIdentifier), endpoint);
    }

    private static Mqtt5ClientBuilder builder(
            MqttEndpoint endpoint, @Nullable MqttClientSslConfig tls, String clientIdentifier) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientIdentifier)
                .executorConfig()
                .nettyExecutor(EVENT_LOOP)
                .nettyThreads(1)
                .applyExecutorConfig()
                .transportConfig()
                .serverAddress(resolved(endpoint))
                .socketConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .sslConfig(tls)
                .applyTransportConfig();
    }

    private static Mqtt5AsyncClient loggedIn(Mqtt5ClientBuilder builder, MqttEndpoint endpoint) {
        String username = endpoint.username();
        if (username == null) {
            return builder.buildAsync();
        }
        byte[] password = endpoint.password() == null
                ? new byte[0]
                : endpoint.password().reveal().getBytes(StandardCharsets.UTF_8);
        return builder.simpleAuth()
                .username(username)
                .password(password)
                .applySimpleAuth()
                .buildAsync();
    }

    /// On the slot's own thread. The client would look the name up on the event loop, and while that takes, no slot
    /// answers the broker. The address keeps the name, which TLS checks.
    private static InetSocketAddress resolved(MqttEndpoint endpoint) {
        try {
            return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
        } catch (UnknownHostException e) {
            throw new BrokerUnavailableException("the broker's host name cannot be resolved: " + endpoint.host(), e);
        }
    }
}

package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Builds the client of one connection: where to, by what name, with what credentials. It never reconnects by itself.
final class ClientFactory {

    /// How long the TCP connection may take, and after it the CONNACK.
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private ClientFactory() {}

    /// A client for a slot's session, not connected yet.
    static Mqtt5AsyncClient client(SlotContext context, int slot, MqttClientDisconnectedListener onDisconnected) {
        MqttEndpoint endpoint = context.config().endpoint();
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(context.config().clientIdentifier(slot))
                .addConnectedListener(new GatheredAcknowledgements())
                .addDisconnectedListener(onDisconnected)
                .executorConfig()
                // One event loop for all slots: the broker writes each message by itself, and a loop of its own
                // for each slot is woken for each. Shared, it finds several at a time (docs/performance.md).
                .nettyThreads(1)
                .applyExecutorConfig()
                .transportConfig()
                .serverHost(endpoint.host())
                .serverPort(endpoint.port())
                .socketConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .sslConfig(context.tls())
                .applyTransportConfig();
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
}

package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.outbox.OutboxMessage;
import io.wattline.ingestor.outbox.UndeliverableException;
import io.wattline.tls.ReloadedTls;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Publishes each notice to `alerts/{vehicleId}` behind the topic prefix, QoS 1, not retained. Connects while there is
/// something to tell, in a session of its own that ends with the connection.
public final class AlertPublisher implements AlertChannel {

    /// The name of the channel.
    public static final String NAME = "mqtt";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(2);
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final MqttConfig config;
    private final @Nullable MqttClientSslConfig tls;

    /// @throws IllegalArgumentException if a certificate file cannot be used, naming it
    public AlertPublisher(MqttConfig config) {
        this.config = config;
        this.tls = SlotContext.tlsOf(
                config.endpoint().secure() ? ReloadedTls.of(config.endpoint().tls()) : null);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Line open() throws UndeliverableException, InterruptedException {
        try {
            // `/` is outside the grammar of device ids, as in the identifiers of the slots.
            Mqtt5AsyncClient client = ClientFactory.publisher(
                    config.endpoint(), tls, config.shareGroup() + "/alerts/" + UUID.randomUUID());
            answered(client.connectWith()
                    .cleanStart(true)
                    .sessionExpiryInterval(0)
                    .keepAlive(KEEP_ALIVE_SECONDS)
                    .send());
            return new Publishes(client);
        } catch (BrokerUnavailableException e) {
            throw UndeliverableException.unreachable(String.valueOf(e.getMessage()));
        }
    }

    private final class Publishes implements Line {

        private final Mqtt5AsyncClient client;

        Publishes(Mqtt5AsyncClient client) {
            this.client = client;
        }

        @Override
        public void send(OutboxMessage message) throws UndeliverableException, InterruptedException {
            Mqtt5PublishResult result = answered(client.publish(Mqtt5Publish.builder()
                    .topic(config.alertTopic(message.key().vehicleId()))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(message.json().bytes())
                    .contentType("application/json")
                    .build()));
            if (result.getError().isPresent()) {
                throw UndeliverableException.refused("the broker refused it: "
                        + result.getError().get().getClass().getSimpleName());
            }
        }

        @Override
        public void close() {
            client.disconnect()
                    .orTimeout(GOODBYE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(e -> null)
                    .join();
        }
    }

    private static <T> T answered(CompletableFuture<T> answer) throws UndeliverableException, InterruptedException {
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw UndeliverableException.unreachable(
                    "the broker does not take it: " + cause.getClass().getSimpleName());
        } catch (TimeoutException e) {
            throw UndeliverableException.unreachable("the broker does not answer");
        }
    }
}
